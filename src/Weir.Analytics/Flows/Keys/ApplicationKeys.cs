using Weir.Wire;
using Weir.Wire.Packets;

namespace Weir.Analytics.Flows.Keys;

/// <summary>Keys of transactions seen by servers: HTTP, memcached, other applications (sFlow HTTP, Memcache and Application structures).</summary>
/// <remarks>The agent is taken to be the server: the local end of the socket is the server's, the remote one the client's.</remarks>
internal static class ApplicationKeys
{
    private const uint Memcache = 2200;
    private const uint HttpOld = 2201;
    private const uint Application = 2202;
    private const uint Initiator = 2204;
    private const uint Target = 2205;
    private const uint Http = 2206;
    private const int HttpStrings = 7;

    private static readonly string[] Methods = ["OTHER", "OPTIONS", "GET", "HEAD", "POST", "PUT", "DELETE", "TRACE", "CONNECT"];
    private static readonly string[] Commands =
        ["other", "set", "add", "replace", "append", "prepend", "cas", "get", "gets", "incr", "decr", "delete", "stats", "flush", "version", "quit", "touch"];

    private static readonly string[] MemcacheStatus =
        ["unknown", "ok", "error", "client_error", "server_error", "stored", "not_stored", "exists", "not_found", "deleted"];

    private static readonly string[] Status =
        ["success", "other", "timeout", "internal_error", "bad_request", "forbidden", "too_large", "not_implemented", "not_found", "unavailable", "unauthorized"];

    private static readonly KeyOrigin HttpOrigin = new(LayerKind.None, Http, HttpOld);
    private static readonly KeyOrigin Transaction = new(LayerKind.None, Http, HttpOld, Application, Memcache);

    /// <summary>Adds the keys.</summary>
    public static void AddTo(KeyListBuilder list)
    {
        AddHttp(list);
        list.Add("req_bytes", KeyType.Number, Transaction, "Bytes of the request's body.", TryGetRequestBytes);
        list.Add("resp_bytes", KeyType.Number, Transaction, "Bytes of the response's body.", TryGetResponseBytes);
        list.Add("duration", KeyType.Number, Transaction, "Duration of the transaction, in microseconds.", TryGetDuration);
        list.Add("status", KeyType.Text, new KeyOrigin(LayerKind.None, Application, Memcache), "Outcome of the operation by name.", TryGetStatus, KeyStatus.Experimental);
        AddText(list, "application", Application, [], "Application that served the operation.");
        AddText(list, "operation", Application, [RecordText.SkipString], "Operation asked for.");
        AddText(list, "attributes", Application, [RecordText.SkipString, RecordText.SkipString], "Attributes of the operation, as name=value pairs.");
        AddText(list, "initiator", Initiator, [], "Actor that asked.");
        AddText(list, "target", Target, [], "Actor the operation is about.");
        AddText(list, "actor", Initiator, [], "Same as initiator.");
        AddText(list, "memcachekey", Memcache, [8], "Key of the memcached operation.");
        list.Record("memcachecommand", KeyType.Text, Memcache, "Command by name, for example get.", TryGetCommand, KeyStatus.Experimental);
        SocketKeys.AddTo(list);
    }

    /// <summary>Bytes a transaction moved, both ways; false when the sample is none.</summary>
    public static bool TryGetTransactionBytes(scoped ref SampleContext sample, out KeyValue value)
    {
        bool known = TransactionFigures.TryRead(ref sample, out TransactionFigures figures);
        value = KeyValue.Number(figures.RequestBytes + figures.ResponseBytes);
        return known;
    }

    private static void AddHttp(KeyListBuilder list)
    {
        list.Add("httpmethod", KeyType.Text, HttpOrigin, "HTTP method, for example GET.", TryGetMethod);
        list.Record("httpprotocol", KeyType.Number, Http, "HTTP version as major * 1000 + minor: 1001 for HTTP/1.1.", TryGetVersion);
        AddHttpText(list, "httpurl", 0, "URL as the client sent it.");
        AddHttpText(list, "httphost", 1, "Host header of the request.");
        AddHttpText(list, "httpreferer", 2, "Referer header of the request.");
        AddHttpText(list, "httpuseragent", 3, "User-Agent header of the request.");
        AddHttpText(list, "httpxff", 4, "X-Forwarded-For header of the request.");
        AddHttpText(list, "httpauthuser", 5, "Authenticated user.");
        AddHttpText(list, "httpmimetype", 6, "Content type of the response.");
        list.Add("httpstatus", KeyType.Number, HttpOrigin, "HTTP status code.", TryGetHttpStatus);
    }

    private static void AddHttpText(KeyListBuilder list, string name, int index, string description)
    {
        int[] before = [8, .. Enumerable.Repeat(RecordText.SkipString, index)];
        int[] beforeOld = [4, .. Enumerable.Repeat(RecordText.SkipString, index)];
        list.Add(
            name,
            KeyType.Text,
            HttpOrigin,
            description,
            (scoped ref SampleContext sample, int occurrence, out KeyValue value) =>
            {
                value = default;
                return sample.TryFindRecord(Http, out RecordPosition record)
                    ? RecordText.TryRead(ref sample, record, before, out value)
                    : sample.TryFindRecord(HttpOld, out record) && RecordText.TryRead(ref sample, record, beforeOld, out value);
            });
    }

    private static void AddText(KeyListBuilder list, string name, uint tag, int[] before, string description) =>
        list.Record(
            name,
            KeyType.Text,
            tag,
            description,
            (scoped ref SampleContext sample, RecordPosition record, out KeyValue value) => RecordText.TryRead(ref sample, record, before, out value),
            KeyStatus.Experimental);

    private static bool TryGetMethod(scoped ref SampleContext sample, int occurrence, out KeyValue value)
    {
        value = default;
        return (sample.TryFindRecord(Http, out RecordPosition record) || sample.TryFindRecord(HttpOld, out record))
            && TryGetName(ref sample, record, 0, Methods, out value);
    }

    private static bool TryGetVersion(scoped ref SampleContext sample, RecordPosition record, out KeyValue value)
    {
        bool known = KeyListBuilder.TryReadRawWord(ref sample, record, 4, out uint version) && version != 0;
        value = KeyValue.Number(version);
        return known;
    }

    private static bool TryGetHttpStatus(scoped ref SampleContext sample, int occurrence, out KeyValue value)
    {
        value = default;
        if (!sample.TryFindRecord(Http, out RecordPosition record) && !sample.TryFindRecord(HttpOld, out record))
        {
            return false;
        }

        XdrReader reader = new(sample.BodyOf(record));
        uint status = 0;
        bool known = TrySkipHttpStrings(ref reader, record.Tag) && reader.TrySkip(20) && reader.TryReadUInt32(out status);
        value = KeyValue.Number(status);
        return known;
    }

    /// <summary>Steps to the byte counts of either HTTP record.</summary>
    internal static bool TrySkipHttpStrings(scoped ref XdrReader reader, uint tag)
    {
        bool skipped = reader.TrySkip(tag == Http ? 8 : 4);
        for (int i = 0; i < HttpStrings && skipped; i++)
        {
            skipped = reader.TryReadOpaque(out _);
        }

        return skipped;
    }

    private static bool TryGetRequestBytes(scoped ref SampleContext sample, int occurrence, out KeyValue value)
    {
        bool known = TransactionFigures.TryRead(ref sample, out TransactionFigures figures);
        value = KeyValue.Number(figures.RequestBytes);
        return known;
    }

    private static bool TryGetResponseBytes(scoped ref SampleContext sample, int occurrence, out KeyValue value)
    {
        bool known = TransactionFigures.TryRead(ref sample, out TransactionFigures figures);
        value = KeyValue.Number(figures.ResponseBytes);
        return known;
    }

    private static bool TryGetDuration(scoped ref SampleContext sample, int occurrence, out KeyValue value)
    {
        bool known = TransactionFigures.TryRead(ref sample, out TransactionFigures figures);
        value = KeyValue.Number(figures.DurationUs);
        return known;
    }

    private static bool TryGetStatus(scoped ref SampleContext sample, int occurrence, out KeyValue value)
    {
        bool known = TransactionFigures.TryRead(ref sample, out TransactionFigures figures) && figures.Tag is Application or Memcache;
        string[] names = figures.Tag == Memcache ? MemcacheStatus : Status;
        value = figures.Status < names.Length ? KeyValue.OfText(names[figures.Status]) : KeyValue.Number(figures.Status);
        return known;
    }

    private static bool TryGetCommand(scoped ref SampleContext sample, RecordPosition record, out KeyValue value) =>
        TryGetName(ref sample, record, 4, Commands, out value);

    private static bool TryGetName(scoped ref SampleContext sample, RecordPosition record, int offset, string[] names, out KeyValue value)
    {
        bool known = KeyListBuilder.TryReadRawWord(ref sample, record, offset, out uint number);
        value = number < names.Length ? KeyValue.OfText(names[number]) : KeyValue.Number(number);
        return known;
    }
}
