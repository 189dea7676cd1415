using Weir.Export.Spool;
using Weir.Server.Configuration;

namespace Weir.Server.Composition.Export;

/// <summary>What becomes an event, and which metrics are sent.</summary>
internal sealed record ExportSettings
{
    /// <summary>False to keep and deliver nothing (<c>weir.export</c>); a replay's default.</summary>
    public required bool IsOn { get; init; }

    /// <summary>True when thresholds that are crossed become events (<c>weir.events.thresholds</c>).</summary>
    public required bool Thresholds { get; init; }

    /// <summary>True when what the audit log notes becomes events (<c>weir.events.audit</c>).</summary>
    public required bool Audit { get; init; }

    /// <summary>True when what Weir notices about itself becomes events (<c>weir.events.selfcheck</c>).</summary>
    public required bool SelfCheck { get; init; }

    /// <summary>Flows whose records become events (<c>weir.events.flows</c>).</summary>
    public required IReadOnlySet<string> Flows { get; init; }

    /// <summary>Presets in force (<c>weir.presets</c>).</summary>
    public required IReadOnlyList<Preset> Presets { get; init; }

    /// <summary>Bytes of events on disk before the oldest go (<c>weir.spool.size</c>).</summary>
    public required long SpoolBytes { get; init; }

    /// <summary>Age at which events go (<c>weir.spool.age</c>).</summary>
    public required TimeSpan SpoolAge { get; init; }

    /// <summary>Metrics that are sent (<c>weir.metrics.*</c>).</summary>
    public required MetricPlan Metrics { get; init; }

    /// <summary>Reads the properties.</summary>
    /// <param name="properties">System properties.</param>
    /// <param name="isReplay">True for the verb <c>replay</c>, whose events are those of another time.</param>
    /// <exception cref="PropertyException">A value is wrong.</exception>
    public static ExportSettings Read(PropertySet properties, bool isReplay) => new()
    {
        IsOn = properties.Flag("weir.export", !isReplay),
        Thresholds = properties.Flag("weir.events.thresholds", true),
        Audit = properties.Flag("weir.events.audit", true),
        SelfCheck = properties.Flag("weir.events.selfcheck", true),
        Flows = properties.List("weir.events.flows").ToHashSet(StringComparer.Ordinal),
        Presets = PresetTable.Choose(properties.List("weir.presets")),
        SpoolBytes = properties.Number("weir.spool.size", 1_000, 32, 10_000_000) * 1_000_000L,
        SpoolAge = TimeSpan.FromHours(properties.Number("weir.spool.age", 168, 1, 87_600)),
        Metrics = MetricPlanReader.FromProperties(properties),
    };

    /// <summary>The spool's options.</summary>
    /// <param name="folder">Where it lies.</param>
    public SpoolOptions SpoolOptions(string folder) => new() { Directory = folder, MaxBytes = SpoolBytes, MaxAge = SpoolAge };
}
