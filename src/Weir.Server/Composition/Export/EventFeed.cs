using Weir.Analytics.Flows;
using Weir.Analytics.Thresholds;
using Weir.Export.Events;
using Weir.Export.Spool;

namespace Weir.Server.Composition.Export;

/// <summary>Hands what the engine reports to the spool, as far as the operator wants it. Never waits: what the spool does not take, it counts.</summary>
internal sealed class EventFeed
{
    private readonly ExportSettings _settings;
    private readonly EngineEvents _make;
    private readonly IEventSpool _spool;
    private readonly Dictionary<string, Preset> _presets;

    /// <summary>Makes the feed.</summary>
    /// <param name="settings">What is wanted.</param>
    /// <param name="make">Makes the events.</param>
    /// <param name="spool">Takes them.</param>
    public EventFeed(ExportSettings settings, EngineEvents make, IEventSpool spool)
    {
        _settings = settings;
        _make = make;
        _spool = spool;
        _presets = settings.Presets.SelectMany(preset => preset.Flows.Keys, (preset, flow) => (flow, preset)).ToDictionary(pair => pair.flow, pair => pair.preset);
    }

    /// <summary>A threshold was crossed; on the dispatcher's thread.</summary>
    public void OnThreshold(ThresholdEvent crossed)
    {
        if (_settings.Thresholds)
        {
            _spool.TryPost(_make.Of(crossed));
        }
    }

    /// <summary>A flow was recorded; on the dispatcher's thread.</summary>
    public void OnRecord(FlowRecord record)
    {
        if (_presets.TryGetValue(record.Name, out Preset? preset))
        {
            _spool.TryPost(_make.Of(record, preset));
        }
        else if (_settings.Flows.Contains(record.Name))
        {
            _spool.TryPost(_make.Of(record));
        }
    }

    /// <summary>Somebody changed something; on any thread.</summary>
    public void OnAudit(AuditEntry entry, EventClock clock)
    {
        if (_settings.Audit)
        {
            _spool.TryPost(EventOf(entry, clock));
        }
    }

    private static WeirEvent EventOf(AuditEntry entry, EventClock clock)
    {
        string subject = entry.Target.Length <= EventLimits.MaxSubjectLength ? entry.Target : entry.Target[..EventLimits.MaxSubjectLength];
        return new WeirEvent
        {
            Id = EventIds.New(TimeProvider.System),
            TimeNs = clock.At(entry.Timestamp * 1_000_000),
            Severity = EventSeverity.Notice,
            Kind = EventKinds.Audit,
            Subject = subject,
            Message = $"{entry.Who} {entry.Action} {entry.Target}: {entry.Result}",
            Fields =
            [
                new EventField("who", FieldValue.Of(entry.Who)),
                new EventField("action", FieldValue.Of(entry.Action)),
                new EventField("target", FieldValue.Of(entry.Target)),
                new EventField("result", FieldValue.Of(entry.Result)),
            ],
        };
    }
}
