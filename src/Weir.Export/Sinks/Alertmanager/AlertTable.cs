using System.Text;
using Weir.Export.Events;
using Weir.Export.Sinks.Webhook;

namespace Weir.Export.Sinks.Alertmanager;

/// <summary>Makes alerts of events, and remembers those that fire.</summary>
/// <remarks>
/// An alert is known by its labels, and the event that ends one seldom has the severity of the one that began it. So what fires is
/// remembered under the labels without severity. After a restart nothing is remembered: an end is then sent for every severity, and
/// Alertmanager passes over those that it never saw fire. The table is bounded: when it is full the alert is sent, counted, and not
/// remembered. Used by one caller at a time.
/// </remarks>
internal sealed class AlertTable
{
    // Alertmanager members that were away learn of an end as long as Prometheus would tell them.
    private const long KeepEndedNs = 15L * 60 * 1_000_000_000;
    private const int Capacity = 20_000;

    private static readonly string[] Severities = ["info", "warning", "error", "critical"];

    private readonly AlertmanagerOptions _options;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, AlertEntry> _alerts = new(StringComparer.Ordinal);

    public AlertTable(AlertmanagerOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
    }

    /// <summary>Alerts that found no place.</summary>
    public long Unremembered { get; private set; }

    /// <summary>Alerts that are remembered.</summary>
    public int Count => _alerts.Count;

    private long NowNs => _time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000;

    /// <summary>The alerts of events, in their order. Nothing is remembered before <see cref="Commit"/>.</summary>
    public AlertPlan Prepare(IReadOnlyList<WeirEvent> events)
    {
        AlertPlan plan = new([], new(StringComparer.Ordinal));
        foreach (WeirEvent item in events)
        {
            plan.Alerts.AddRange(Alerts(item, plan.Changed));
        }

        return plan;
    }

    /// <summary>Somebody has the alerts of that plan.</summary>
    public void Commit(AlertPlan plan)
    {
        foreach ((string key, AlertEntry entry) in plan.Changed)
        {
            if (_alerts.ContainsKey(key) || _alerts.Count < Capacity)
            {
                _alerts[key] = entry;
            }
            else
            {
                Unremembered++;
            }
        }
    }

    /// <summary>Everything that fires or ended a short time ago, to be sent again; forgets what ended before that.</summary>
    public IReadOnlyList<Alert> Again()
    {
        long now = NowNs;
        List<Alert> alerts = [];
        foreach ((string key, AlertEntry entry) in _alerts)
        {
            if (entry.Ended && entry.Alert.EndNs + KeepEndedNs < now)
            {
                _alerts.Remove(key);
            }
            else
            {
                alerts.Add(entry.Ended ? entry.Alert : entry.Alert with { EndNs = now + Ns(_options.Hold) });
            }
        }

        return alerts;
    }

    private static long Ns(TimeSpan span) => span.Ticks * 100;

    private static string Severity(EventSeverity severity) => Severities[Math.Max(0, (int)severity - (int)EventSeverity.Notice)];

    private IEnumerable<Alert> Alerts(WeirEvent item, Dictionary<string, AlertEntry> changed)
    {
        List<KeyValuePair<string, string>> labels = Labels(item);
        List<KeyValuePair<string, string>> annotations = Annotations(item);
        bool? ended = _options.LifeCycle.HasEnded(item);
        long from = Math.Max(item.TimeNs, NowNs);
        if (ended is null)
        {
            return [new Alert(With(labels, item.Severity), annotations, item.TimeNs, from + Ns(_options.ResolveAfter))];
        }

        string key = Key(labels);
        AlertEntry? old = changed.TryGetValue(key, out AlertEntry fresh) || _alerts.TryGetValue(key, out fresh) ? fresh : null;
        bool fires = old is { Ended: false };
        if (ended == false)
        {
            // What goes on keeps its labels and its beginning, even when it became worse: another label would be another alert.
            Alert begun = new(fires ? old!.Value.Alert.Labels : With(labels, item.Severity), annotations, fires ? old!.Value.Alert.StartNs : item.TimeNs, from + Ns(_options.Hold));
            changed[key] = new AlertEntry(begun, false);
            return [begun];
        }

        if (old is { } known)
        {
            Alert end = known.Alert with { Annotations = annotations, EndNs = item.TimeNs };
            changed[key] = new AlertEntry(end, true);
            return [end];
        }

        IEnumerable<IReadOnlyList<KeyValuePair<string, string>>> every =
            _options.SeverityLabel ? Severities.Select(s => (IReadOnlyList<KeyValuePair<string, string>>)[.. labels, new("severity", s)]) : [labels];
        return every.Select(l => new Alert(l, annotations, item.TimeNs, item.TimeNs));
    }

    private static string Key(List<KeyValuePair<string, string>> labels)
    {
        StringBuilder key = new();
        foreach ((string name, string value) in labels)
        {
            key.Append(name).Append('\0').Append(value).Append('\0');
        }

        return key.ToString();
    }

    private IReadOnlyList<KeyValuePair<string, string>> With(List<KeyValuePair<string, string>> labels, EventSeverity severity) =>
        _options.SeverityLabel ? [.. labels, new("severity", Severity(severity))] : labels;

    private List<KeyValuePair<string, string>> Labels(WeirEvent item)
    {
        List<KeyValuePair<string, string>> labels = [];
        foreach ((string name, EventTemplate template) in _options.Labels)
        {
            string value = template.Render(item);
            if (value.Length > 0)
            {
                labels.Add(new(name, value));
            }
        }

        return labels;
    }

    private static List<KeyValuePair<string, string>> Annotations(WeirEvent item)
    {
        SortedDictionary<string, string> annotations = new(StringComparer.Ordinal) { ["summary"] = item.Message, ["event_id"] = item.Id };
        foreach (EventField field in item.Fields)
        {
            string value = field.Value.ToString();
            if (value.Length > 0)
            {
                annotations.TryAdd(AlertLabel.Normal(field.Name), value);
            }
        }

        return [.. annotations];
    }
}
