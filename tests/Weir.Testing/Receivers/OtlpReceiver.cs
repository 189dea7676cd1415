using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Weir.Testing.Receivers;

/// <summary>An OTLP/HTTP receiver of logs, strictly: encodings by content type, every field by its number and wire type, partial success.</summary>
public sealed class OtlpReceiver(TestCertificates? certificates = null) : HttpReceiver(certificates)
{
    private readonly List<OtlpRecord> _records = [];

    /// <summary>Path of logs.</summary>
    public string Path { get; init; } = "/v1/logs";

    /// <summary>Records with this body are refused in a partial success.</summary>
    public string? Poison { get; init; }

    /// <summary>Everything that was kept, in order of arrival.</summary>
    public IReadOnlyList<OtlpRecord> Records
    {
        get
        {
            lock (Gate)
            {
                return [.. _records];
            }
        }
    }

    /// <inheritdoc/>
    protected override Reply Handle(ReceivedRequest request)
    {
        if (request.Method != "POST" || request.Path != Path)
        {
            return new Reply(404, "404 page not found", "text/plain");
        }

        bool json = request.Header("Content-Type") == "application/json";
        if (!json && request.Header("Content-Type") != "application/x-protobuf")
        {
            return new Reply(415, "unsupported media type", "text/plain");
        }

        List<OtlpRecord> records = [];
        try
        {
            if (json)
            {
                ReadJson(request.Body, records);
            }
            else
            {
                ReadRequest(request.Body, records);
            }

            records.ForEach(Check);
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return new Reply(400, e.Message, "text/plain");
        }

        int refused = records.RemoveAll(r => r.Body == Poison);
        _records.AddRange(records);
        return json ? new Reply(200, refused == 0 ? "{}" : $"{{\"partialSuccess\":{{\"rejectedLogRecords\":\"{refused}\",\"errorMessage\":\"poison\"}}}}") : Partial(refused);
    }

    private static Reply Partial(int refused)
    {
        byte[] partial = refused == 0 ? [] : [0x08, (byte)(refused | 0x80), (byte)(refused >> 7), 0x12, 6, .. "poison"u8];
        return new Reply(200, "", "application/x-protobuf") { Bytes = refused == 0 ? [] : [0x0A, (byte)partial.Length, .. partial] };
    }

    private static void Check(OtlpRecord record)
    {
        if (!record.Resource.ContainsKey("service.name") || record.TimeNs <= 0 || record.Severity is < 1 or > 24)
        {
            throw new FormatException("no service.name, time or severity");
        }
    }

    private static IReadOnlyList<ProtoField> Fields(ReadOnlyMemory<byte> message) => ProtoField.ReadAll(message) ?? throw new FormatException("damaged message");

    private static void ReadRequest(ReadOnlyMemory<byte> body, List<OtlpRecord> records)
    {
        foreach (ProtoField resourceLogs in Fields(body))
        {
            Expect(resourceLogs.Number == 1, "resource_logs");
            IReadOnlyList<ProtoField> parts = Fields(resourceLogs.Bytes);
            Dictionary<string, object> resource = Attributes(Fields(parts.Single(p => p.Number == 1).Bytes), 1);
            foreach (ProtoField scopeLogs in parts.Where(p => p.Number == 2))
            {
                IReadOnlyList<ProtoField> scope = Fields(scopeLogs.Bytes);
                Expect(scope.All(f => f.Number is 1 or 2), "scope_logs");
                records.AddRange(scope.Where(f => f.Number == 2).Select(f => ReadRecord(Fields(f.Bytes), resource)));
            }
        }
    }

    private static OtlpRecord ReadRecord(IReadOnlyList<ProtoField> fields, Dictionary<string, object> resource)
    {
        Expect(fields.All(f => f.Number is 1 or 2 or 3 or 5 or 6 or 11), "log_records");
        ProtoField One(int number) => fields.Single(f => f.Number == number);
        Expect(One(1).Value == One(11).Value, "observed time");
        return new OtlpRecord(
            resource,
            (long)One(1).Value,
            (int)One(2).Value,
            Encoding.UTF8.GetString(One(3).Bytes.Span),
            (string)Value(Fields(One(5).Bytes)),
            Attributes([.. fields.Where(f => f.Number == 6)], 6));
    }

    private static Dictionary<string, object> Attributes(IReadOnlyList<ProtoField> pairs, int number)
    {
        Dictionary<string, object> attributes = new(StringComparer.Ordinal);
        foreach (ProtoField pair in pairs.Where(p => p.Number == number))
        {
            IReadOnlyList<ProtoField> parts = Fields(pair.Bytes);
            string key = Encoding.UTF8.GetString(parts.Single(p => p.Number == 1).Bytes.Span);
            Expect(attributes.TryAdd(key, Value(Fields(parts.Single(p => p.Number == 2).Bytes))), "duplicate key " + key);
        }

        return attributes;
    }

    private static object Value(IReadOnlyList<ProtoField> any) => any.Single() switch
    {
        { Number: 1 } text => Encoding.UTF8.GetString(text.Bytes.Span),
        { Number: 2 } flag => flag.Value != 0,
        { Number: 3 } whole => (long)whole.Value,
        { Number: 4 } number => BitConverter.UInt64BitsToDouble(number.Value),
        _ => throw new FormatException("unknown value"),
    };

    private static void ReadJson(ReadOnlyMemory<byte> body, List<OtlpRecord> records)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        foreach (JsonElement resourceLogs in document.RootElement.GetProperty("resourceLogs").EnumerateArray())
        {
            Dictionary<string, object> resource = Attributes(resourceLogs.GetProperty("resource").GetProperty("attributes"));
            IEnumerable<JsonElement> found = resourceLogs.GetProperty("scopeLogs").EnumerateArray().SelectMany(s => s.GetProperty("logRecords").EnumerateArray().ToArray());
            records.AddRange(found.Select(record => new OtlpRecord(
                resource,
                long.Parse(record.GetProperty("timeUnixNano").GetString()!, CultureInfo.InvariantCulture),
                record.GetProperty("severityNumber").GetInt32(),
                record.GetProperty("severityText").GetString()!,
                (string)Value(record.GetProperty("body")),
                Attributes(record.GetProperty("attributes")))));
        }
    }

    private static Dictionary<string, object> Attributes(JsonElement attributes) =>
        attributes.EnumerateArray().ToDictionary(a => a.GetProperty("key").GetString()!, a => Value(a.GetProperty("value")));

    private static object Value(JsonElement any) => any.EnumerateObject().Single() switch
    {
        { Name: "stringValue" } text => text.Value.GetString()!,
        { Name: "boolValue" } flag => flag.Value.GetBoolean(),
        { Name: "intValue" } whole => long.Parse(whole.Value.GetString()!, CultureInfo.InvariantCulture),
        { Name: "doubleValue" } number => number.Value.GetDouble(),
        _ => throw new FormatException("unknown value"),
    };

    private static void Expect(bool holds, string what)
    {
        if (!holds)
        {
            throw new FormatException(what);
        }
    }
}
