using Weir.Export.Events;

namespace Weir.Server.Composition.Export;

/// <summary>Makes events of what Weir notices about itself. Looks at counters now and then; told the same thing at most once a minute.</summary>
/// <remarks>What happened while it had to be silent is told with the next event, so counts in the events add up. For one caller at a time.</remarks>
internal sealed class SelfCheck
{
    /// <summary>Least time between two events about the same thing.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    // Bounded by what the operator configured: sinks, scripts, and a handful of counters.
    private readonly Dictionary<string, Topic> _topics = new(StringComparer.Ordinal);
    private readonly EventClock _clock;
    private readonly TimeProvider _time;
    private readonly Action<WeirEvent> _post;

    /// <summary>Makes an idle check.</summary>
    /// <param name="time">Clock.</param>
    /// <param name="clock">Gives events their times.</param>
    /// <param name="post">Takes the events; must not wait.</param>
    public SelfCheck(TimeProvider time, EventClock clock, Action<WeirEvent> post)
    {
        _time = time;
        _clock = clock;
        _post = post;
    }

    /// <summary>Tells something that happens once: started, stopping.</summary>
    public void Tell(string subject, EventSeverity severity, string message, params ReadOnlySpan<EventField> fields) => _post(new WeirEvent
    {
        Id = EventIds.New(_time),
        TimeNs = _clock.Now(),
        Severity = severity,
        Kind = EventKinds.SelfCheck,
        Subject = subject,
        Message = message,
        Fields = fields.ToArray(),
    });

    /// <summary>Looks at a counter of things that should not happen.</summary>
    /// <param name="subject">What it counts, such as <c>events lost</c>.</param>
    /// <param name="count">Since start.</param>
    /// <param name="message">Makes the line of how many came since it was last told.</param>
    public void Count(string subject, long count, Func<long, string> message)
    {
        Topic topic = Of(subject);
        long more = count - topic.Told;
        if (more > 0 && MayTell(topic))
        {
            topic.Told = count;
            Tell(subject, EventSeverity.Error, message(more), new EventField("count", FieldValue.Of(more)), new EventField("total", FieldValue.Of(count)));
        }
    }

    private Topic Of(string subject)
    {
        if (!_topics.TryGetValue(subject, out Topic? topic))
        {
            _topics[subject] = topic = new Topic();
        }

        return topic;
    }

    private bool MayTell(Topic topic)
    {
        long now = _time.GetTimestamp();
        if (topic.LastTold is { } last && _time.GetElapsedTime(last, now) < Silence)
        {
            return false;
        }

        topic.LastTold = now;
        return true;
    }

    private sealed class Topic
    {
        public long Told { get; set; }

        public long? LastTold { get; set; }
    }
}
