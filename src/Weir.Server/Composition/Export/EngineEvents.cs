using System.Globalization;
using System.Text.Json;
using Weir.Analytics.Flows;
using Weir.Analytics.Thresholds;
using Weir.Export.Events;

namespace Weir.Server.Composition.Export;

/// <summary>Makes events of what the engine reports. The same traffic gives the same ids. For one thread: the dispatcher's.</summary>
/// <param name="keys">Names of the keys.</param>
/// <param name="clock">Gives times that increase.</param>
internal sealed class EngineEvents(FlowKeyNames keys, EventClock clock)
{
    private const long NsPerMs = 1_000_000;

    /// <summary>A threshold was crossed.</summary>
    public WeirEvent Of(ThresholdEvent crossed)
    {
        FlowDefinition? flow = crossed.FlowKey is null ? null : keys.Find(crossed.Metric);
        Func<double, string> quantity = flow is null ? v => Quantity.OfMetric(crossed.Metric, v) : v => Quantity.OfFlow(flow.Value, v);
        string place = Place(crossed.Agent, crossed.DataSource);
        string about = string.IsNullOrEmpty(crossed.FlowKey) ? "" : $" for {crossed.FlowKey}";
        return new WeirEvent
        {
            Id = EventIds.Of(EventKinds.Threshold, crossed.Timestamp * 1000, crossed.ThresholdId, crossed.Metric, crossed.Agent, crossed.DataSource, crossed.FlowKey, Text(crossed.Value)),
            TimeNs = clock.At(crossed.Timestamp * NsPerMs),
            Severity = EventSeverity.Warning,
            Kind = EventKinds.Threshold,
            Subject = Subject(string.IsNullOrEmpty(crossed.FlowKey) ? place : crossed.FlowKey),
            Message = $"{crossed.ThresholdId}: {crossed.Metric} is {quantity(crossed.Value)}{about} at {place}, threshold {quantity(crossed.Threshold)}",
            Fields = Fields(crossed),
        };
    }

    /// <summary>A flow was recorded whose definition is routed to sinks.</summary>
    public WeirEvent Of(FlowRecord record)
    {
        string measured = keys.Find(record.Name)?.Value ?? "";
        string place = Place(record.Agent, record.DataSource);
        double seconds = (record.End - record.Start) / 1000.0;
        string lasted = seconds > 0 ? string.Create(CultureInfo.InvariantCulture, $", {Quantity.OfRecord(measured, record.Value)} in {seconds:0.#} s") : "";
        FieldSet fields = new();
        foreach ((string name, string value) in keys.Split(record.Name, record.FlowKeys))
        {
            fields.Add(name, FieldValue.Of(value));
        }

        fields.Add("flow", FieldValue.Of(record.Name));
        fields.Add("flowKey", FieldValue.Of(record.FlowKeys));
        fields.Add("value", FieldValue.Of(record.Value));
        AddValues(fields, record.Values);
        fields.Add("agent", FieldValue.Of(record.Agent));
        fields.Add("dataSource", FieldValue.Of(record.DataSource));
        fields.Add("start", FieldValue.Of(EventTime.Format(record.Start * NsPerMs)));
        fields.Add("end", FieldValue.Of(EventTime.Format(record.End * NsPerMs)));
        return Of(record, $"{record.Name}: {record.FlowKeys}{lasted} at {place}") with { Fields = fields.ToList() };
    }

    /// <summary>A flow was recorded that a preset makes an event of.</summary>
    public WeirEvent Of(FlowRecord record, Preset preset)
    {
        IReadOnlyList<KeyValuePair<string, string>> values = keys.Split(record.Name, record.FlowKeys);
        FieldSet fields = new();
        fields.Add(preset.FlowField, FieldValue.Of(record.Name));
        for (int i = 0; i < values.Count; i++)
        {
            fields.Add(i < preset.KeyFields.Count ? preset.KeyFields[i] : values[i].Key, FieldValue.Of(values[i].Value));
        }

        IReadOnlyList<EventField> list = fields.ToList();
        return Of(record, Preset.Fill(preset.Message, list)) with
        {
            Service = preset.Name,
            Severity = preset.Severity,
            Subject = Subject(Preset.Fill(preset.Subject, list)),
            Fields = list,
        };
    }

    private WeirEvent Of(FlowRecord record, string message) => new()
    {
        Id = EventIds.Of(EventKinds.FlowLog, record.End * 1000, record.Name, record.Agent, record.DataSource, record.FlowKeys, Text(record.Start), Text(record.Value)),
        TimeNs = clock.At(record.End * NsPerMs),
        Kind = EventKinds.FlowLog,
        Subject = Subject(record.FlowKeys),
        Message = message,
    };

    private List<EventField> Fields(ThresholdEvent crossed)
    {
        FieldSet fields = new();
        fields.Add("thresholdID", FieldValue.Of(crossed.ThresholdId));
        fields.Add("metric", FieldValue.Of(crossed.Metric));
        fields.Add("agent", FieldValue.Of(crossed.Agent));
        fields.Add("dataSource", FieldValue.Of(crossed.DataSource));
        fields.Add("value", FieldValue.Of(crossed.Value));
        fields.Add("threshold", FieldValue.Of(crossed.Threshold));
        if (crossed.FlowKey is { } flowKey)
        {
            fields.Add("flowKey", FieldValue.Of(flowKey));
            foreach ((string name, string value) in keys.Split(crossed.Metric, flowKey))
            {
                fields.Add(name, FieldValue.Of(value));
            }
        }

        AddValues(fields, crossed.Values);
        return fields.ToList();
    }

    private static void AddValues(FieldSet fields, IReadOnlyList<double>? values)
    {
        if (values is { Count: > 0 })
        {
            fields.Add("values", FieldValue.Of(JsonSerializer.SerializeToElement(values.Select(v => double.IsFinite(v) ? v : (double?)null))));
        }
    }

    private static string Place(string agent, string dataSource) => $"{agent} > {dataSource}";

    private static string Subject(string text) => text.Length <= EventLimits.MaxSubjectLength ? text : text[..EventLimits.MaxSubjectLength];

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
