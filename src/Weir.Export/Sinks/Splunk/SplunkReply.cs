using System.Text.Json;
using Weir.Export.Http;

namespace Weir.Export.Sinks.Splunk;

/// <summary>What the collector says in its JSON: <c>{"text":"Invalid data format","code":6,"invalid-event-number":3}</c>.</summary>
/// <param name="Code">Its code; -1 when it says none.</param>
/// <param name="EventNumber">The event at which it stopped, counted from 0: it has those before; null when it says none.</param>
/// <param name="AckId">What to ask for acknowledgement; null when it says none.</param>
public readonly record struct SplunkReply(int Code, int? EventNumber, long? AckId)
{
    /// <summary>Server is busy.</summary>
    public const int Busy = 9;

    /// <summary>Reads an answer's text.</summary>
    public static SplunkReply Read(string body)
    {
        ArgumentNullException.ThrowIfNull(body);
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object)
            {
                return new SplunkReply((int)(Number(root, "code") ?? -1), (int?)Number(root, "invalid-event-number"), Number(root, "ackId"));
            }
        }
        catch (JsonException)
        {
            // A proxy's page: the status alone counts.
        }

        return new SplunkReply(-1, null, null);
    }

    /// <summary>What an answer means for all of its events.</summary>
    public static SendResult Judge(HttpReply reply) => Read(reply.Body).Code switch
    {
        // Incorrect index, no or invalid data channel, acknowledgements disabled: the token's or the operator's settings.
        7 or 10 or 11 or 14 when !reply.IsSuccess => SendResult.Misconfigured(HttpVerdict.Reason(reply)),
        _ => HttpVerdict.Default(reply),
    };

    /// <summary>How to go on after a refusal that names the event at which the collector stopped; otherwise halves.</summary>
    internal static Division Divide(int[] part, string body)
    {
        ArgumentNullException.ThrowIfNull(part);
        if (Read(body).EventNumber is not { } stopped || stopped < 0 || stopped >= part.Length)
        {
            return Division.Halves(part);
        }

        // The named one is asked about alone: it is given up only when it is refused alone.
        return new Division([], [[part[stopped]], part[(stopped + 1)..]]) { Kept = part[..stopped] };
    }

    private static long? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : null;
}
