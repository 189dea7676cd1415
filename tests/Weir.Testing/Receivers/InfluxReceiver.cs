using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Weir.Testing.Receivers;

/// <summary>Takes line protocol as InfluxDB 1 (<c>/write</c>) and 2 (<c>/api/v2/write</c>) do: a point of the same measurement, tags and time replaces the old one.</summary>
public sealed class InfluxReceiver : HttpReceiver
{
    private const int MaxLines = 5_000;

    private readonly Dictionary<string, IReadOnlyList<KeyValuePair<string, object>>> _points = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Type> _types = new(StringComparer.Ordinal);

    /// <summary>Version 2: the token that requests must bring.</summary>
    public string Token { get; init; } = "t0ken";

    /// <summary>Points by <c>measurement,tag=value@ns</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<KeyValuePair<string, object>>> Points
    {
        get
        {
            lock (Gate)
            {
                return new Dictionary<string, IReadOnlyList<KeyValuePair<string, object>>>(_points);
            }
        }
    }

    /// <inheritdoc/>
    protected override Reply Handle(ReceivedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Dictionary<string, Microsoft.Extensions.Primitives.StringValues> query = QueryHelpers.ParseQuery(request.Query);
        string Value(string name) => query.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues value) ? value.ToString() : "";
        if (Refusal(request, Value) is { } refusal)
        {
            return refusal;
        }

        long factor = Value("precision") switch { "ns" => 1, "u" or "us" => 1_000, "ms" => 1_000_000, "s" => 1_000_000_000, _ => 0 };
        if (factor == 0 || LineProtocol.ReadAll(request.Text) is not { Count: > 0 } lines)
        {
            return new Reply(400, """{"error":"unable to parse"}""");
        }

        if (lines.Count > MaxLines)
        {
            return new Reply(413, """{"error":"too many lines"}""");
        }

        int dropped = lines.Count(line => !Keep(line, factor));
        return dropped == 0
            ? new Reply(204)
            : new Reply(400, string.Create(CultureInfo.InvariantCulture, $$"""{"error":"partial write: field type conflict dropped={{dropped}}"}"""));
    }

    private Reply? Refusal(ReceivedRequest request, Func<string, string> query)
    {
        switch (request.Path)
        {
            case "/api/v2/write" when request.Header("Authorization") != "Token " + Token:
                return new Reply(401, """{"code":"unauthorized"}""");
            case "/api/v2/write" when query("bucket") != "weir bucket" || query("org") != "noc":
                return new Reply(404, """{"code":"not found","message":"bucket not found"}""");
            case "/write" when query("db") != "weir":
                return new Reply(404, """{"error":"database not found"}""");
            case "/write" or "/api/v2/write":
                return request.Method == "POST" ? null : new Reply(405);
            default:
                return new Reply(404);
        }
    }

    private bool Keep(LineProtocol line, long factor)
    {
        foreach ((string name, object value) in line.Fields)
        {
            string column = line.Measurement + "/" + name;
            if (_types.TryGetValue(column, out Type? type) && type != value.GetType())
            {
                return false;
            }

            _types[column] = value.GetType();
        }

        string tags = string.Concat(line.Tags.Select(t => $",{t.Key}={t.Value}"));
        _points[string.Create(CultureInfo.InvariantCulture, $"{line.Measurement}{tags}@{line.Time * factor}")] = line.Fields;
        return true;
    }
}
