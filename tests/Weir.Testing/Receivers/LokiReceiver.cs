using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Weir.Testing.Receivers;

/// <summary>Grafana Loki's push API, strictly: types, limits, ages, the out-of-order window, tenants, partial refusals; and enough of its queries to read back.</summary>
public sealed class LokiReceiver(TestCertificates? certificates = null) : HttpReceiver(certificates)
{
    private const int MaxEntries = 128;
    private const int MaxMetadata = 65_536;
    private const int MaxReturnedErrors = 10;

    private static readonly string[] Levels = ["trace", "debug", "info", "warn", "error", "critical", "fatal"];

    private readonly List<LokiEntry> _entries = [];
    private readonly HashSet<(string Tenant, string Stream, long TimeNs, string Line)> _known = [];
    private readonly Dictionary<(string Tenant, string Stream), long> _newest = [];

    /// <summary>Clock for the age of entries.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>With several tenants every request must name one.</summary>
    public bool AuthEnabled { get; init; }

    /// <summary>Answers pushes with this status and keeps nothing; 0 does not.</summary>
    public int BlockedStatus { get; set; }

    /// <summary>Longest line, in bytes.</summary>
    public int MaxLine { get; init; } = 262_144;

    /// <summary>Entries that came again and were dropped.</summary>
    public int Duplicates { get; private set; }

    /// <summary>Requests within which a stream's entries were not in order of time: allowed, but no good client does it.</summary>
    public int Unsorted { get; private set; }

    /// <summary>Everything that was kept, in order of arrival.</summary>
    public IReadOnlyList<LokiEntry> Entries
    {
        get
        {
            lock (Gate)
            {
                return [.. _entries];
            }
        }
    }

    /// <inheritdoc/>
    protected override Reply Handle(ReceivedRequest request)
    {
        string tenant = request.Header("X-Scope-OrgID");
        if (request.Path == "/ready")
        {
            return Text(200, "ready\n");
        }

        if (AuthEnabled && tenant.Length == 0)
        {
            return Text(401, "no org id\n");
        }

        if (tenant.Contains('|', StringComparison.Ordinal))
        {
            return Text(400, "multiple org IDs present\n");
        }

        return (request.Method, request.Path) switch
        {
            ("POST", "/loki/api/v1/push") => Push(AuthEnabled ? tenant : "fake", request),
            ("GET", "/loki/api/v1/query_range") => LokiQuery.Answer(_entries.Where(e => e.Tenant == (AuthEnabled ? tenant : "fake")), request.Query),
            _ => Text(404, "404 page not found\n"),
        };
    }

    private static Reply Text(int status, string body) => new(status, body, "text/plain; charset=utf-8");

    private Reply Push(string tenant, ReceivedRequest request)
    {
        if (BlockedStatus > 0)
        {
            return Text(BlockedStatus, $"ingestion blocked for user {tenant} until '2030-01-01T00:00:00Z' with status code '{BlockedStatus}'\n");
        }

        if (!request.Header("Content-Type").StartsWith("application/json", StringComparison.Ordinal))
        {
            return Text(400, "proto: illegal wireType 6\n");
        }

        List<LokiEntry> pushed = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(request.Body);
            Parse(tenant, document.RootElement, pushed);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            return Text(400, "loghttp.PushRequest: " + e.Message + "\n");
        }

        StringBuilder refused = new();
        foreach (IGrouping<string, LokiEntry> stream in pushed.GroupBy(e => e.Stream))
        {
            Store([.. stream], refused);
        }

        return refused.Length == 0 ? new Reply(204) : Text(400, refused.ToString());
    }

    private static void Parse(string tenant, JsonElement root, List<LokiEntry> pushed)
    {
        foreach (JsonElement stream in root.GetProperty("streams").EnumerateArray())
        {
            Dictionary<string, string> labels = Texts(stream.GetProperty("stream"));
            foreach (JsonElement value in stream.GetProperty("values").EnumerateArray())
            {
                if (value.GetArrayLength() is < 2 or > 3)
                {
                    throw new FormatException("value is no array of time, line and metadata");
                }

                // GetString throws for a number: times are texts.
                long timeNs = long.Parse(value[0].GetString()!, NumberStyles.None, CultureInfo.InvariantCulture);
                string line = value[1].GetString() ?? throw new FormatException("line is null");
                pushed.Add(new LokiEntry(tenant, labels, timeNs, line, value.GetArrayLength() == 3 ? Texts(value[2]) : []));
            }
        }

        if (pushed.Count == 0)
        {
            throw new FormatException("error at least one valid stream is required for ingestion");
        }
    }

    private static Dictionary<string, string> Texts(JsonElement map)
    {
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach (JsonProperty member in map.EnumerateObject())
        {
            if (!texts.TryAdd(member.Name, member.Value.GetString() ?? throw new FormatException("value is null")))
            {
                throw new FormatException($"duplicate name {member.Name}");
            }
        }

        return texts;
    }

    private void Store(IReadOnlyList<LokiEntry> stream, StringBuilder refused)
    {
        Unsorted += stream.Zip(stream.Skip(1)).Any(pair => pair.First.TimeNs > pair.Second.TimeNs) ? 1 : 0;
        List<string> behind = [];
        foreach (LokiEntry entry in stream)
        {
            if (Invalid(entry) is { } reason)
            {
                refused.Append(reason).Append('\n');
            }
            else if (TooFarBehind(entry) is { } late)
            {
                behind.Add(late);
            }
            else
            {
                Keep(entry);
            }
        }

        if (behind.Count > 0)
        {
            refused.AppendJoin(",\n", behind.Take(MaxReturnedErrors));
            refused.Append(CultureInfo.InvariantCulture, $",\nuser '{stream[0].Tenant}', total ignored: {behind.Count} out of {stream.Count} for stream: {stream[0].Stream}\n");
        }
    }

    private string? Invalid(LokiEntry entry)
    {
        DateTimeOffset now = Time.GetUtcNow();
        DateTimeOffset time = Stamp(entry.TimeNs);
        int line = Encoding.UTF8.GetByteCount(entry.Line);
        int metadata = entry.Metadata.Sum(m => Encoding.UTF8.GetByteCount(m.Key) + Encoding.UTF8.GetByteCount(m.Value));
        return InvalidLabels(entry)
            ?? (line > MaxLine ? Said($"Max entry size '{MaxLine}' bytes exceeded for stream '{entry.Stream}' while adding an entry with length '{line}' bytes") : null)
            ?? (entry.Metadata.Count > MaxEntries ? Said($"stream '{entry.Stream}' has too many structured metadata labels: '{entry.Metadata.Count}', limit: '{MaxEntries}'.") : null)
            ?? (metadata > MaxMetadata ? Said($"stream '{entry.Stream}' has structured metadata too large: '{metadata}' bytes, limit: '{MaxMetadata}' bytes.") : null)
            ?? (time < now.AddDays(-7) ? Said($"entry for stream '{entry.Stream}' has timestamp too old: {Rfc(time)}, oldest acceptable timestamp is: {Rfc(now.AddDays(-7))}") : null)
            ?? (time > now.AddMinutes(10) ? Said($"entry for stream '{entry.Stream}' has timestamp too new: {Rfc(time)}") : null);
    }

    private static string? InvalidLabels(LokiEntry entry)
    {
        if (entry.Labels.Count == 0)
        {
            return "error at least one label pair is required per stream";
        }

        if (entry.Labels.Count > 15)
        {
            return Said($"entry for stream '{entry.Stream}' has {entry.Labels.Count} label names; limit 15");
        }

        foreach ((string name, string value) in entry.Labels)
        {
            bool legal = name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !name.StartsWith("__", StringComparison.Ordinal);
            if (!legal || name.Length > 1_024 || Encoding.UTF8.GetByteCount(value) > 2_048)
            {
                return Said($"Error parsing labels '{entry.Stream}' with error: bad label {name}");
            }
        }

        return null;
    }

    private string? TooFarBehind(LokiEntry entry)
    {
        if (!_newest.TryGetValue((entry.Tenant, entry.Stream), out long newest))
        {
            return null;
        }

        // Half of max_chunk_age, which is two hours.
        DateTimeOffset cutoff = Stamp(newest).AddHours(-1);
        DateTimeOffset time = Stamp(entry.TimeNs);
        return time >= cutoff ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"entry with timestamp {time:yyyy-MM-dd HH:mm:ss.fffffff} +0000 UTC ignored, reason: 'entry too far behind, entry timestamp is: {Rfc(time)}, oldest acceptable timestamp is: {Rfc(cutoff)}'");
    }

    private void Keep(LokiEntry entry)
    {
        _newest[(entry.Tenant, entry.Stream)] = Math.Max(entry.TimeNs, _newest.GetValueOrDefault((entry.Tenant, entry.Stream)));
        if (!_known.Add((entry.Tenant, entry.Stream, entry.TimeNs, entry.Line)))
        {
            Duplicates++;
            return;
        }

        // Current versions write the level in their own words, whatever was sent.
        Dictionary<string, string> metadata = new(entry.Metadata, StringComparer.Ordinal);
        if (metadata.TryGetValue("detected_level", out string? level) && Levels.Contains(level.ToLowerInvariant()))
        {
            metadata["detected_level"] = level.ToLowerInvariant();
        }

        _entries.Add(entry with { Metadata = metadata });
    }

    private static DateTimeOffset Stamp(long timeNs) => DateTimeOffset.UnixEpoch.AddTicks(timeNs / 100);

    private static string Rfc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
