using System.Text.Json;

namespace Weir.Testing.Receivers;

/// <summary>Takes cards as Teams does: a workflow answers 202, a connector 200 and <c>1</c>; neither takes more than 28 KB.</summary>
public sealed class TeamsReceiver : HttpReceiver
{
    private const int MaxBytes = 28 * 1_024;

    private readonly List<JsonElement> _cards = [];

    /// <summary>Cards that were accepted: the adaptive card, or the message card.</summary>
    public IReadOnlyList<JsonElement> Cards
    {
        get
        {
            lock (Gate)
            {
                return [.. _cards];
            }
        }
    }

    /// <inheritdoc/>
    protected override Reply Handle(ReceivedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        bool workflow = request.Path == "/workflows/secret/triggers/manual/paths/invoke";
        if (request.Header("Content-Type") != "application/json" || (!workflow && request.Path != "/webhookb2/secret"))
        {
            return new Reply(400, """{"error":{"code":"TriggerInputSchemaMismatch"}}""");
        }

        if (request.Body.Length > MaxBytes)
        {
            return workflow ? new Reply(413) : new Reply(200, "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 413");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(request.Body);
            JsonElement card = workflow ? Adaptive(document.RootElement) : Message(document.RootElement);
            _cards.Add(card.Clone());
            return workflow ? new Reply(202) : new Reply(200, "1", "text/plain");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new Reply(400, e.Message);
        }
    }

    private static JsonElement Adaptive(JsonElement message)
    {
        JsonElement attachment = message.GetProperty("attachments")[0];
        JsonElement card = attachment.GetProperty("content");
        Demand(message.GetProperty("type").GetString() == "message");
        Demand(attachment.GetProperty("contentType").GetString() == "application/vnd.microsoft.card.adaptive");
        Demand(card.GetProperty("type").GetString() == "AdaptiveCard" && card.GetProperty("body").GetArrayLength() > 0);
        foreach (JsonElement block in card.GetProperty("body").EnumerateArray())
        {
            string kind = block.GetProperty("type").GetString()!;
            Demand(kind == "RichTextBlock"
                ? block.GetProperty("inlines").EnumerateArray().All(run => run.GetProperty("type").GetString() == "TextRun" && run.GetProperty("text").GetString() is not null)
                : kind == "FactSet" && block.GetProperty("facts").EnumerateArray().All(f => f.GetProperty("title").GetString() is not null && f.GetProperty("value").GetString() is not null));
        }

        return card;
    }

    private static JsonElement Message(JsonElement card)
    {
        Demand(card.GetProperty("@type").GetString() == "MessageCard" && card.GetProperty("@context").GetString()!.Length > 0);
        Demand(card.GetProperty("summary").GetString()!.Length > 0 && card.GetProperty("sections").GetArrayLength() is > 0 and <= 10);
        return card;
    }

    private static void Demand(bool condition)
    {
        if (!condition)
        {
            throw new FormatException("card is not what Teams takes");
        }
    }
}
