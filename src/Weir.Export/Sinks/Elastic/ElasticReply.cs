using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Export.Http;

namespace Weir.Export.Sinks.Elastic;

/// <summary>Reads the answer to a bulk request: 200 even when single items failed.</summary>
/// <remarks>An answer that was cut gives verdicts for the items it still has; the others are sent again, and are found to be there already.</remarks>
internal static class ElasticReply
{
    private const string Missing = "the answer says nothing of it";

    /// <summary>What an answer with status 2xx means.</summary>
    /// <param name="body">The answer's text.</param>
    /// <param name="count">Events in the request.</param>
    public static SendResult Judge(string body, int count)
    {
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(body), isFinalBlock: false, default);
        List<ItemVerdict> verdicts = new(count);
        bool? errors = null;
        try
        {
            while (errors != false && reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("errors"u8))
                {
                    errors = reader.Read() ? reader.TokenType == JsonTokenType.True : null;
                }
                else if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 3 && !TryItem(ref reader, verdicts))
                {
                    break;
                }
            }
        }
        catch (JsonException)
        {
            return SendResult.Retry(HttpVerdict.Line("no answer of a bulk request: " + body));
        }

        return errors switch
        {
            false => SendResult.Accepted,
            null when verdicts.Count == 0 => SendResult.Retry(HttpVerdict.Line("no answer of a bulk request: " + body)),
            _ => SendResult.Mixed([.. verdicts.Take(count), .. Enumerable.Repeat(new ItemVerdict(SendOutcome.Retry, Missing), Math.Max(0, count - verdicts.Count))]),
        };
    }

    /// <summary>Reads <c>{"status":400,"error":{"type":"...","reason":"..."}}</c> behind the action's name; false when the text ends within.</summary>
    private static bool TryItem(ref Utf8JsonReader reader, List<ItemVerdict> verdicts)
    {
        int status = 0;
        string type = "";
        string reason = "";
        int depth = reader.CurrentDepth;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == depth)
            {
                verdicts.Add(Verdict(status, type, reason));
                return true;
            }

            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.CurrentDepth == depth + 1 && reader.ValueTextEquals("status"u8))
            {
                status = reader.Read() && reader.TryGetInt32(out int number) ? number : 0;
            }
            else if (reader.CurrentDepth == depth + 2 && reader.ValueTextEquals("type"u8))
            {
                type = Text(ref reader);
            }
            else if (reader.CurrentDepth == depth + 2 && reader.ValueTextEquals("reason"u8))
            {
                reason = Text(ref reader);
            }
        }

        return false;
    }

    private static string Text(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";

    private static ItemVerdict Verdict(int status, string type, string reason)
    {
        string said = HttpVerdict.Line(string.Create(CultureInfo.InvariantCulture, $"{status} {type}: {reason}"));
        return status switch
        {
            // 409: a document of that id is there, which is this event, delivered before.
            >= 200 and <= 299 or 409 => new ItemVerdict(SendOutcome.Accepted),
            429 or >= 500 or 0 => new ItemVerdict(SendOutcome.Retry, said),
            401 or 403 or 404 => new ItemVerdict(SendOutcome.Misconfigured, said),
            _ => new ItemVerdict(SendOutcome.Rejected, said),
        };
    }
}
