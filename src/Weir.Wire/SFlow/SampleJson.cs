using System.Text.Json;

namespace Weir.Wire.SFlow;

/// <summary>Shows one sample of a datagram as properties of a JSON object (sFlow v5, <c>sample_record</c>).</summary>
internal static class SampleJson
{
    /// <summary>Writes the properties of the sample into the object that is open.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="where">How the sample is called in <paramref name="errors"/>.</param>
    /// <param name="errors">What is wrong with the sample or its records is added here.</param>
    public static void Write(Utf8JsonWriter json, scoped in Sample sample, string where, List<(string Where, DecodeError Reason)> errors)
    {
        bool read = sample.Tag switch
        {
            SampleType.Flow or SampleType.ExpandedFlow => WriteFlow(json, sample, where, errors),
            SampleType.Counters or SampleType.ExpandedCounters => WriteCounters(json, sample, where, errors),
            SampleType.Discarded => WriteDiscarded(json, sample, where, errors),
            SampleType.RtMetric => WriteMetrics(json, sample, where, errors),
            SampleType.RtFlow => WriteRtFlow(json, sample, where, errors),
            _ => WriteUnknown(json, sample),
        };
        if (!read)
        {
            DatagramJson.Note(errors, where, DecodeError.SampleTooShort);
            WriteUnknown(json, sample);
        }
    }

    private static bool WriteFlow(Utf8JsonWriter json, scoped in Sample sample, string where, List<(string Where, DecodeError Reason)> errors)
    {
        bool read = FlowSample.TryRead(sample, out FlowSample flow);
        if (read)
        {
            json.WriteString("type", sample.Tag == SampleType.Flow ? "flow_sample" : "flow_sample_expanded");
            json.WriteNumber("sequence", flow.Sequence);
            JsonFields.Source(json, "dataSource", flow.Source);
            json.WriteNumber("samplingRate", flow.SamplingRate);
            json.WriteNumber("samplePool", flow.SamplePool);
            json.WriteNumber("drops", flow.Drops);
            WriteInterface(json, "input", flow.Input);
            WriteInterface(json, "output", flow.Output);
            WriteRecords(json, flow.Records, RecordKind.Flow, where, errors);
        }

        return read;
    }

    private static bool WriteCounters(Utf8JsonWriter json, scoped in Sample sample, string where, List<(string Where, DecodeError Reason)> errors)
    {
        bool read = CounterSample.TryRead(sample, out CounterSample counters);
        if (read)
        {
            json.WriteString("type", sample.Tag == SampleType.Counters ? "counters_sample" : "counters_sample_expanded");
            json.WriteNumber("sequence", counters.Sequence);
            JsonFields.Source(json, "dataSource", counters.Source);
            WriteRecords(json, counters.Records, RecordKind.Counter, where, errors);
        }

        return read;
    }

    private static bool WriteDiscarded(Utf8JsonWriter json, scoped in Sample sample, string where, List<(string Where, DecodeError Reason)> errors)
    {
        bool read = DiscardedPacket.TryRead(sample, out DiscardedPacket discarded);
        if (read)
        {
            json.WriteString("type", "discarded_packet");
            json.WriteNumber("sequence", discarded.Sequence);
            JsonFields.Source(json, "dataSource", discarded.Source);
            json.WriteNumber("drops", discarded.Drops);
            WriteInterface(json, "input", new InterfaceId(InterfaceFormat.Single, discarded.InputIfIndex));
            WriteInterface(json, "output", new InterfaceId(InterfaceFormat.Single, discarded.OutputIfIndex));
            json.WriteNumber("reasonCode", discarded.Reason);
            WriteReason(json, discarded.Reason);
            WriteRecords(json, discarded.Records, RecordKind.Flow, where, errors);
        }

        return read;
    }

    private static bool WriteMetrics(Utf8JsonWriter json, scoped in Sample sample, string where, List<(string Where, DecodeError Reason)> errors)
    {
        bool read = RtMetricSample.TryRead(sample, out RtMetricSample metrics);
        if (read)
        {
            json.WriteString("type", "rtmetric");
            JsonFields.Text(json, "dataSource", metrics.DataSourceName);
            WriteFields(json, "metrics", metrics.Metrics, where, errors);
        }

        return read;
    }

    private static bool WriteRtFlow(Utf8JsonWriter json, scoped in Sample sample, string where, List<(string Where, DecodeError Reason)> errors)
    {
        bool read = RtFlowSample.TryRead(sample, out RtFlowSample flow);
        if (read)
        {
            json.WriteString("type", "rtflow");
            JsonFields.Text(json, "dataSource", flow.DataSourceName);
            json.WriteNumber("samplingRate", flow.SamplingRate);
            json.WriteNumber("samplePool", flow.SamplePool);
            WriteFields(json, "fields", flow.Fields, where, errors);
        }

        return read;
    }

    private static bool WriteUnknown(Utf8JsonWriter json, scoped in Sample sample)
    {
        json.WriteNumber("length", sample.Body.Length);
        JsonFields.Hex(json, "hex", sample.Body);
        return true;
    }

    private static void WriteFields(Utf8JsonWriter json, string name, RtFieldReader fields, string where, List<(string Where, DecodeError Reason)> errors)
    {
        json.WriteStartArray(name);
        while (fields.TryRead(out RtField field))
        {
            field.Write(json);
        }

        json.WriteEndArray();
        DatagramJson.Note(errors, where, fields.Error);
    }

    private static void WriteRecords(Utf8JsonWriter json, RecordReader records, RecordKind kind, string where, List<(string Where, DecodeError Reason)> errors)
    {
        json.WriteStartArray("records");
        int index = 0;
        while (records.TryRead(out Record record))
        {
            DecodeError error = RecordJson.Write(json, record, kind, shallow: false);
            if (error != DecodeError.None)
            {
                DatagramJson.Note(errors, $"{where}.records[{index}]", error);
            }

            index++;
        }

        json.WriteEndArray();
        DatagramJson.Note(errors, $"{where}.records[{index}]", records.Error);
    }

    private static void WriteInterface(Utf8JsonWriter json, string name, InterfaceId id)
    {
        switch (id.Format)
        {
            case InterfaceFormat.Single when id.Value == 0:
                json.WriteString(name, "unknown");
                break;
            case InterfaceFormat.Single when id.Value == InterfaceId.Internal:
                json.WriteString(name, "internal");
                break;
            case InterfaceFormat.Single:
                json.WriteNumber(name, id.Value);
                break;
            case InterfaceFormat.Discarded:
                json.WriteStartObject(name);
                json.WriteNumber("discarded", id.Value);
                WriteReason(json, id.Value);
                json.WriteEndObject();
                break;
            case InterfaceFormat.Multiple:
                json.WriteStartObject(name);
                json.WriteNumber("multiple", id.Value);
                json.WriteEndObject();
                break;
            default:
                json.WriteStartObject(name);
                json.WriteNumber("format", (uint)id.Format);
                json.WriteNumber("value", id.Value);
                json.WriteEndObject();
                break;
        }
    }

    private static void WriteReason(Utf8JsonWriter json, uint code)
    {
        if (DropReason.NameOf(code) is { } reason)
        {
            json.WriteString("reason", reason);
        }
        else
        {
            json.WriteNumber("reason", code);
        }
    }
}
