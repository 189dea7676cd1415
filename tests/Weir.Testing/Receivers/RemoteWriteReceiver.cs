using System.Text;
using System.Text.RegularExpressions;

namespace Weir.Testing.Receivers;

/// <summary>Takes remote write 1.0 as strictly as its specification allows: headers, packing, labels, order of samples.</summary>
public sealed partial class RemoteWriteReceiver : HttpReceiver
{
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

    /// <inheritdoc/>
    protected override Reply Handle(ReceivedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
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

        foreach ((string key, List<(long, ulong)> samples) in added)
        {
            _series.TryAdd(key, []);
            _series[key].AddRange(samples);
        }

        return new Reply(204);
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
