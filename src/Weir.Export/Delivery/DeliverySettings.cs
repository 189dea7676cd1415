using Weir.Analytics;
using Weir.Export.Filters;
using Weir.Export.Settings;
using Weir.Export.Sinks;

namespace Weir.Export.Delivery;

/// <summary>The settings that every sink has, whatever its type.</summary>
internal sealed record DeliverySettings
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>Which events; null is all.</summary>
    public EventFilter? Filter { get; private init; }

    /// <summary>How their fields differ.</summary>
    public required FieldMapping Fields { get; init; }

    /// <summary>The sink's limits, narrowed by the operator.</summary>
    public SinkLimits Limits { get; init; } = new();

    /// <summary>A sink that was never seen begins with the oldest event there is.</summary>
    public bool FromOldest { get; private init; }

    /// <summary>First pause after a failure; each further one may be twice as long.</summary>
    public TimeSpan RetryMin { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest pause while the circuit is closed.</summary>
    public TimeSpan RetryMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Failures in a row that open the circuit.</summary>
    public int BreakerFailures { get; init; } = 5;

    /// <summary>Least pause between trials while the circuit is open.</summary>
    public TimeSpan BreakerPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest pause between trials while nobody is there to answer; never longer than the circuit's.</summary>
    public TimeSpan BreakerProbe { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Most bytes of dead letters; the oldest half goes when it is reached.</summary>
    public long DeadLetterBytes { get; init; } = 10_000_000;

    public static DeliverySettings Read(SinkSettings settings)
    {
        SinkSettings retry = settings.Section("retry");
        SinkSettings breaker = settings.Section("breaker");
        DeliverySettings read = new() { Fields = FieldMapping.Read(settings.Section("fields")) };
        read = read with
        {
            Filter = ReadFilter(settings),
            FromOldest = ReadStart(settings),
            RetryMin = Bounded(retry, "min", read.RetryMin),
            RetryMax = Bounded(retry, "max", read.RetryMax),
            BreakerFailures = breaker.Number("failures", read.BreakerFailures, 1, 1_000),
            BreakerPause = Bounded(breaker, "pause", read.BreakerPause),
            DeadLetterBytes = Math.Max(10_000, settings.Section("dead_letters").Bytes("size", read.DeadLetterBytes)),
        };
        TimeSpan probe = Bounded(breaker, "probe", read.BreakerProbe);
        read = read with { BreakerProbe = probe < read.BreakerPause ? probe : read.BreakerPause };
        if (read.RetryMin > read.RetryMax)
        {
            retry.Refuse("min", "is longer than max");
        }

        return read;
    }

    /// <summary>The limits of the sink with what the operator says in <c>batch</c>: never more than the receiver takes.</summary>
    public static SinkLimits ReadLimits(SinkSettings settings, SinkLimits limits)
    {
        SinkSettings batch = settings.Section("batch");
        int bytes = (int)Math.Clamp(batch.Bytes("bytes", limits.MaxBytes), 1, limits.MaxBytes);
        return limits with
        {
            MaxItems = batch.Number("items", limits.MaxItems, 1, Math.Max(1, limits.MaxItems)),
            MaxBytes = bytes,
            Linger = batch.Has("age") ? Longest(batch.Duration("age", limits.Linger)) : limits.Linger,
            Pace = batch.Has("pace") ? Longest(batch.Duration("pace", limits.Pace)) : limits.Pace,
        };
    }

    private static EventFilter? ReadFilter(SinkSettings settings)
    {
        if (settings.TextOrNull("filter") is not { } text)
        {
            return null;
        }

        List<Diagnostic> problems = [];
        EventFilter? filter = EventFilter.TryParse(text, "filter", problems);
        foreach (Diagnostic problem in problems)
        {
            settings.Refuse(problem.Path, problem.Message);
        }

        return filter;
    }

    private static bool ReadStart(SinkSettings settings)
    {
        string start = settings.Text("start", "next");
        if (start is not ("next" or "oldest"))
        {
            settings.Refuse("start", $"'{start}': expected next or oldest");
        }

        return start == "oldest";
    }

    private static TimeSpan Bounded(SinkSettings section, string name, TimeSpan otherwise)
    {
        TimeSpan value = section.Duration(name, otherwise);
        if (value >= TimeSpan.FromMilliseconds(1) && value <= LongestPause)
        {
            return value;
        }

        section.Refuse(name, "expected a duration from 1ms to 1h");
        return otherwise;
    }

    private static TimeSpan Longest(TimeSpan value) => value < LongestPause ? value : LongestPause;
}
