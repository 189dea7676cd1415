using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Weir.Testing.Receivers;

/// <summary>Takes remote write 1.0, and 2.0 when told to, as strictly as the specifications allow: headers, packing, symbols, labels, order of samples.</summary>
public sealed partial class RemoteWriteReceiver : HttpReceiver
{
    private const string Version2Type = "application/x-protobuf;proto=io.prometheus.write.v2.Request";

    private readonly Dictionary<string, List<(long TimeMs, ulong Bits)>> _series = new(StringComparer.Ordinal);

    /// <summary>Every series by its text <c>name{label="value",...}</c> with its samples in order of arrival; values as bits.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<(long TimeMs, ulong Bits)>> Series
    {
        get
        {
            lock (Gate)
            {
                return _series.ToDictionary(s => s.Key, s => (IReadOnlyList<(long, ulong)>)[.. s.Value]);
            }
        }
    }

    /// <summary>Whether 2.0 is understood; otherwise its requests are answered with 415.</summary>
    public bool TakesVersion2 { get; init; }

    /// <summary>Takes every content type for 1.0, as receivers do that never looked at it: knows no field of a 2.0 request, writes nothing and answers 204.</summary>
    public bool IgnoresType { get; init; }

    /// <inheritdoc/>
    protected override Reply Handle(ReceivedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (IgnoresType && request.Header("Content-Type") == Version2Type)
        {
            return new Reply(204);
        }

        if (TakesVersion2 && request.Header("Content-Type") == Version2Type)
        {
            return HandleVersion2(request);
        }

        if (request.Method != "POST" || request.Header("Content-Encoding") != "snappy" || request.Header("Content-Type") != "application/x-protobuf")
        {
            return new Reply(415, "expected POST of snappy application/x-protobuf");
        }

        if (request.Header("X-Prometheus-Remote-Write-Version") != "0.1.0" || request.Header("User-Agent").Length == 0)
        {
            return new Reply(400, "version or user agent is missing");
        }

        if (!SnappyBlock.TryUnpack(request.Body.Span, out byte[]? message) || ProtoField.ReadAll(message) is not { } fields)
        {
            return new Reply(400, "body cannot be read");
        }

        Dictionary<string, List<(long, ulong)>> added = [];
        foreach (ProtoField field in fields)
        {
            if ((field.Number == 1 ? Read(field.Bytes, added) : "field that is no series") is { } problem)
            {
                return new Reply(400, problem);
            }
        }

        Keep(added);
        return new Reply(204);
    }

    private Reply HandleVersion2(ReceivedRequest request)
    {
        if (request.Header("Content-Encoding") != "snappy" || request.Header("X-Prometheus-Remote-Write-Version") != "2.0.0" || request.Header("User-Agent").Length == 0)
        {
            return new Reply(400, "encoding, version or user agent is missing");
        }

        if (!SnappyBlock.TryUnpack(request.Body.Span, out byte[]? message) || ProtoField.ReadAll(message) is not { } fields || fields.Any(f => f.Number is not (4 or 5)))
        {
            return new Reply(400, "body cannot be read");
        }

        string[] symbols = [.. fields.Where(f => f.Number == 4).Select(f => Encoding.UTF8.GetString(f.Bytes.Span))];
        HashSet<int> used = [0];
        if (symbols.Length == 0 || symbols[0].Length > 0 || symbols.Distinct().Count() != symbols.Length)
        {
            return new Reply(400, "the first symbol is not empty, or one is there twice");
        }

        Dictionary<string, List<(long TimeMs, ulong Bits)>> added = [];
        foreach (ProtoField field in fields.Where(f => f.Number == 5))
        {
            if (ReadVersion2(field.Bytes, symbols, used, added) is { } problem)
            {
                return new Reply(400, problem);
            }
        }

        if (used.Count != symbols.Length)
        {
            return new Reply(400, "symbols that nobody uses");
        }

        Keep(added);
        string written = added.Values.Sum(samples => samples.Count).ToString(CultureInfo.InvariantCulture);
        return new Reply(204) { Headers = [new("X-Prometheus-Remote-Write-Samples-Written", written)] };
    }

    private string? ReadVersion2(ReadOnlyMemory<byte> bytes, string[] symbols, HashSet<int> used, Dictionary<string, List<(long TimeMs, ulong Bits)>> added)
    {
        if (ProtoField.ReadAll(bytes) is not { } fields || fields.Count(f => f.Number == 1) != 1 || fields.Count(f => f.Number == 5) != 1 || fields.Any(f => f.Number is not (1 or 2 or 5)))
        {
            return "series cannot be read, or is without labels or metadata";
        }

        if (ProtoField.ReadPacked(fields.Single(f => f.Number == 1).Bytes) is not { } numbers || numbers.Count % 2 != 0 || numbers.Any(n => n >= (ulong)symbols.Length))
        {
            return "references of labels are damaged, odd in number or name no symbol";
        }

        int[] refs = [.. numbers.Select(n => (int)n)];
        used.UnionWith(refs);
        List<(string Name, string Value)> labels = [.. refs.Chunk(2).Select(pair => (symbols[pair[0]], symbols[pair[1]]))];
        List<(long TimeMs, ulong Bits)> samples = [];
        foreach (ProtoField field in fields.Where(f => f.Number == 2))
        {
            if (ProtoField.ReadAll(field.Bytes) is not { Count: 2 } parts || parts[0].Number != 1 || parts[1].Number != 2)
            {
                return "sample without its two fields";
            }

            samples.Add(((long)parts[1].Value, parts[0].Value));
        }

        string key = Key(labels);
        return Check(labels) ?? CheckOrder(key, samples) ?? Keep(added, key, samples);
    }

    private void Keep(Dictionary<string, List<(long TimeMs, ulong Bits)>> added)
    {
        foreach ((string key, List<(long TimeMs, ulong Bits)> samples) in added)
        {
            _series.TryAdd(key, []);
            _series[key].AddRange(samples);
        }
    }

    private string? Read(ReadOnlyMemory<byte> bytes, Dictionary<string, List<(long TimeMs, ulong Bits)>> added)
    {
        if (ProtoField.ReadAll(bytes) is not { } fields)
        {
            return "series cannot be read";
        }

        List<(string Name, string Value)> labels = [];
        List<(long TimeMs, ulong Bits)> samples = [];
        foreach (ProtoField field in fields)
        {
            if (ProtoField.ReadAll(field.Bytes) is not { Count: 2 } parts || parts[0].Number != 1 || parts[1].Number != 2)
            {
                return "label or sample without its two fields";
            }

            if (field.Number == 1)
            {
                labels.Add((Encoding.UTF8.GetString(parts[0].Bytes.Span), Encoding.UTF8.GetString(parts[1].Bytes.Span)));
            }
            else
            {
                samples.Add(((long)parts[1].Value, parts[0].Value));
            }
        }

        string key = Key(labels);
        return Check(labels) ?? CheckOrder(key, samples) ?? Keep(added, key, samples);
    }

    private static string? Keep(Dictionary<string, List<(long TimeMs, ulong Bits)>> added, string key, List<(long TimeMs, ulong Bits)> samples) =>
        added.TryAdd(key, samples) ? null : $"series {key} twice in a request";

    private static string Key(List<(string Name, string Value)> labels) =>
        $"{labels.FirstOrDefault(l => l.Name == "__name__").Value}{{{string.Join(',', labels.Where(l => l.Name != "__name__").Select(l => $"{l.Name}=\"{l.Value}\""))}}}";

    private static string? Check(List<(string Name, string Value)> labels)
    {
        for (int i = 0; i < labels.Count; i++)
        {
            (string name, string value) = labels[i];
            if (value.Length == 0 || !LabelName().IsMatch(name) || (i > 0 && string.CompareOrdinal(labels[i - 1].Name, name) >= 0))
            {
                return $"label {name} is empty, badly named, out of order or double";
            }
        }

        return MetricName().IsMatch(labels.FirstOrDefault(l => l.Name == "__name__").Value ?? "") ? null : "bad or missing metric name";
    }

    private string? CheckOrder(string key, List<(long TimeMs, ulong Bits)> samples)
    {
        long last = _series.TryGetValue(key, out List<(long TimeMs, ulong Bits)>? old) ? old[^1].TimeMs : long.MinValue;
        foreach ((long timeMs, _) in samples)
        {
            if (timeMs < last)
            {
                return $"out of order sample of {key}";
            }

            last = timeMs;
        }

        return samples.Count == 0 ? "series without samples" : null;
    }

    [GeneratedRegex("^[a-zA-Z_][a-zA-Z0-9_]*$")]
    private static partial Regex LabelName();

    [GeneratedRegex("^[a-zA-Z_:][a-zA-Z0-9_:]*$")]
    private static partial Regex MetricName();
}
