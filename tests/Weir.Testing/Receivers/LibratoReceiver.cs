using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Weir.Testing.Receivers;

/// <summary>Takes Librato's gauges (<c>/v1/metrics</c>) and AppOptics' measurements (<c>/v1/measurements</c>).</summary>
public sealed partial class LibratoReceiver : HttpReceiver
{
    private readonly List<string> _values = [];

    /// <summary>User and password that requests must bring: <c>email:token</c> or <c>token:</c>.</summary>
    public string Login { get; init; } = "t0ken:";

    /// <summary>What was accepted, in order: <c>name source time value</c> or <c>name tag=value,... time value</c>.</summary>
    public IReadOnlyList<string> Values
    {
        get
        {
            lock (Gate)
            {
                return [.. _values];
            }
        }
    }

    /// <inheritdoc/>
    protected override Reply Handle(ReceivedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Header("Authorization") != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Login)))
        {
            return new Reply(401, """{"errors":{"request":["Authorization Required"]}}""");
        }

        bool tagged = request.Path == "/v1/measurements";
        if (request.Method != "POST" || (!tagged && request.Path != "/v1/metrics") || request.Header("Content-Type") != "application/json")
        {
            return new Reply(404);
        }

        using JsonDocument body = JsonDocument.Parse(request.Body);
        JsonElement items = body.RootElement.GetProperty(tagged ? "measurements" : "gauges");
        if (items.GetArrayLength() > (tagged ? 1_000 : 300))
        {
            return new Reply(413, """{"errors":{"request":["too many"]}}""");
        }

        List<string> read = [];
        foreach (JsonElement item in items.EnumerateArray())
        {
            if (Read(item, tagged) is not { } value)
            {
                return new Reply(400, """{"errors":{"params":{"name":["is invalid"]}}}""");
            }

            read.Add(value);
        }

        _values.AddRange(read);
        return new Reply(tagged ? 202 : 200, "{}");
    }

    private static string? Read(JsonElement item, bool tagged)
    {
        string name = item.GetProperty("name").GetString()!;
        string identity = tagged
            ? string.Join(',', item.GetProperty("tags").EnumerateObject().Select(t => $"{t.Name}={t.Value.GetString()}"))
            : item.GetProperty("source").GetString()!;
        bool good = Name().IsMatch(name) && identity.Length > 0 && (tagged ? item.GetProperty("tags").EnumerateObject().All(IsTag) : Name().IsMatch(identity));
        long time = item.GetProperty(tagged ? "time" : "measure_time").GetInt64();
        return good ? string.Create(CultureInfo.InvariantCulture, $"{name} {identity} {time} {item.GetProperty("value").GetDouble():R}") : null;
    }

    private static bool IsTag(JsonProperty tag) => TagName().IsMatch(tag.Name) && TagValue().IsMatch(tag.Value.GetString()!);

    [GeneratedRegex("^[-A-Za-z0-9.:_]{1,255}$")]
    private static partial Regex Name();

    [GeneratedRegex("^[-.:_A-Za-z0-9]{1,64}$")]
    private static partial Regex TagName();

    [GeneratedRegex("^[-.:_/A-Za-z0-9 ]{1,255}$")]
    private static partial Regex TagValue();
}
