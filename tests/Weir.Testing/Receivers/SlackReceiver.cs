using System.Text.Json;

namespace Weir.Testing.Receivers;

/// <summary>Takes messages as Slack's incoming webhooks do: limits of blocks and texts, escapes, answers in plain text.</summary>
public sealed class SlackReceiver : HttpReceiver
{
    private const int MaxBlocks = 50;
    private const int MaxText = 3_000;

    private readonly List<JsonElement> _messages = [];

    /// <summary>Messages that were accepted.</summary>
    public IReadOnlyList<JsonElement> Messages
    {
        get
        {
            lock (Gate)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>Texts of every block of kind section, in order.</summary>
    public IReadOnlyList<string> Sections => [.. Messages
        .SelectMany(m => m.GetProperty("blocks").EnumerateArray())
        .Where(b => b.GetProperty("type").GetString() == "section")
        .Select(b => b.GetProperty("text").GetProperty("text").GetString()!)];

    /// <inheritdoc/>
    protected override Reply Handle(ReceivedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Path != "/services/T000/B000/secret")
        {
            return Text(404, "no_service");
        }

        if (!request.Header("Content-Type").StartsWith("application/json", StringComparison.Ordinal) || Problem(request.Body) is { } problem)
        {
            return Text(400, "invalid_payload");
        }

        using JsonDocument document = JsonDocument.Parse(request.Body);
        _messages.Add(document.RootElement.Clone());
        return Text(200, "ok");
    }

    private static Reply Text(int status, string body) => new(status, body, "text/html");

    private static string? Problem(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement blocks = document.RootElement.GetProperty("blocks");
            if (blocks.GetArrayLength() is 0 or > MaxBlocks || document.RootElement.GetProperty("text").GetString()!.Length is 0 or > 40_000)
            {
                return "blocks";
            }

            return blocks.EnumerateArray().SelectMany(Texts).FirstOrDefault(text => text.Length is 0 or > MaxText || !IsEscaped(text));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return e.Message;
        }
    }

    private static IEnumerable<string> Texts(JsonElement block) => block.GetProperty("type").GetString() switch
    {
        "section" => [Text(block.GetProperty("text"))],
        "context" when block.GetProperty("elements").GetArrayLength() is > 0 and <= 10 => block.GetProperty("elements").EnumerateArray().Select(Text),
        _ => [""],
    };

    private static string Text(JsonElement text) => text.GetProperty("type").GetString() == "mrkdwn" ? text.GetProperty("text").GetString()! : "";

    // The only markup that is wanted is the date; every other sign must be an escape.
    private static bool IsEscaped(string text)
    {
        string rest = System.Text.RegularExpressions.Regex.Replace(text, @"<!date\^\d+\^[^<>|]*\|[^<>]*>", "");
        rest = rest.Replace("&amp;", "", StringComparison.Ordinal).Replace("&lt;", "", StringComparison.Ordinal).Replace("&gt;", "", StringComparison.Ordinal);
        return !rest.AsSpan().ContainsAny('&', '<', '>');
    }
}
