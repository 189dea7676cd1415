using Weir.Export.Events;
using Weir.Export.Sinks.RemoteWrite;

namespace Weir.Export.Sinks.Otlp;

/// <summary>Writes an <c>ExportLogsServiceRequest</c> of opentelemetry-proto 1 as protocol buffers.</summary>
internal sealed class OtlpProtobuf(OtlpOptions options)
{
    private readonly ProtoWriter _request = new();
    private readonly ProtoWriter _resource = new();
    private readonly ProtoWriter _scope = new();
    private readonly ProtoWriter _record = new();
    private readonly ProtoWriter _pair = new();
    private readonly ProtoWriter _value = new();

    /// <summary>Writes events, a resource for each service.</summary>
    public ReadOnlyMemory<byte> Write(IReadOnlyList<WeirEvent> batch)
    {
        _request.Clear();
        foreach (IGrouping<string, WeirEvent> service in batch.GroupBy(item => item.Service))
        {
            _scope.Clear();
            WriteScopeName();
            foreach (WeirEvent item in service)
            {
                WriteRecord(item);
                _scope.WriteMessage(2, _record.Written); // ScopeLogs.log_records
            }

            _record.Clear();
            foreach ((string name, string value) in OtlpAttributes.Resource(service.Key, options.Resource))
            {
                WritePair(_record, 1, name, FieldValue.Of(value)); // Resource.attributes
            }

            _resource.Clear();
            _resource.WriteMessage(1, _record.Written); // ResourceLogs.resource
            _resource.WriteMessage(2, _scope.Written); // ResourceLogs.scope_logs
            _request.WriteMessage(1, _resource.Written); // ExportLogsServiceRequest.resource_logs
        }

        return _request.Written.ToArray();
    }

    private void WriteScopeName()
    {
        _record.Clear();
        _record.WriteText(1, "weir"); // InstrumentationScope.name
        _record.WriteText(2, options.Version); // InstrumentationScope.version
        _scope.WriteMessage(1, _record.Written); // ScopeLogs.scope
    }

    private void WriteRecord(WeirEvent item)
    {
        _record.Clear();
        _record.WriteDoubleBits(1, (ulong)item.TimeNs); // time_unix_nano, a fixed64 like a double
        _record.WriteInt64(2, SeverityNames.OpenTelemetryNumber(item.Severity)); // severity_number
        _record.WriteText(3, SeverityNames.Level(item.Severity)); // severity_text
        WriteValue(FieldValue.Of(item.Message));
        _record.WriteMessage(5, _value.Written); // body
        foreach ((string name, FieldValue value) in OtlpAttributes.Of(item))
        {
            WritePair(_record, 6, name, value); // attributes
        }

        _record.WriteDoubleBits(11, (ulong)item.TimeNs); // observed_time_unix_nano: the same bytes whenever it is sent
    }

    private void WritePair(ProtoWriter target, int field, string name, FieldValue value)
    {
        WriteValue(value);
        _pair.Clear();
        _pair.WriteText(1, name); // KeyValue.key
        _pair.WriteMessage(2, _value.Written); // KeyValue.value
        target.WriteMessage(field, _pair.Written);
    }

    private void WriteValue(FieldValue value)
    {
        _value.Clear();
        switch (value.Kind)
        {
            case FieldKind.Boolean:
                _value.WriteInt64(2, value.Boolean ? 1 : 0); // bool_value
                break;
            case FieldKind.Integer:
                _value.WriteInt64(3, value.Integer); // int_value
                break;
            case FieldKind.Number:
                _value.WriteDoubleBits(4, BitConverter.DoubleToUInt64Bits(value.Number)); // double_value
                break;
            default:
                _value.WriteText(1, value.ToString()); // string_value
                break;
        }
    }
}
