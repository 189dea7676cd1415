using System.Globalization;
using Weir.Export.Sinks;

namespace Weir.Export.Http;

/// <summary>What an answer means where a receiver's contract says nothing special.</summary>
public static class HttpVerdict
{
    /// <summary>Longest reason, in characters.</summary>
    public const int MaxReason = 300;

    /// <summary>
    /// 2xx accepted; 408, 425, 429, 5xx and no answer: retry; 413: too large; 401, 403, 404, 405, 407, redirects and untrusted certificates:
    /// misconfigured; every other 4xx: rejected.
    /// </summary>
    public static SendResult Default(HttpReply reply) => reply.Status switch
    {
        0 when reply.NeedsMending => SendResult.Misconfigured(Reason(reply)),
        0 when reply.IsUnreachable => SendResult.Unreachable(Reason(reply)),
        0 => SendResult.Retry(Reason(reply), reply.RetryAfter),
        >= 200 and <= 299 => SendResult.Accepted,
        >= 300 and <= 399 => SendResult.Misconfigured(Redirect(reply)),
        401 or 403 or 404 or 405 or 407 => SendResult.Misconfigured(Reason(reply)),
        413 => SendResult.TooLarge(Reason(reply)),
        408 or 425 or 429 or >= 500 => SendResult.Retry(Reason(reply), reply.RetryAfter),
        _ => SendResult.Rejected(Reason(reply)),
    };

    /// <summary>The answer in a line of at most <see cref="MaxReason"/> characters: the status and the beginning of its text, or the fault; without the sink's secrets.</summary>
    public static string Reason(HttpReply reply)
    {
        if (reply.Status == 0)
        {
            return Line(reply.Fault ?? "no answer");
        }

        string status = reply.Status.ToString(CultureInfo.InvariantCulture);
        return Line(string.IsNullOrWhiteSpace(reply.Body) ? $"HTTP {status}" : $"HTTP {status}: {Redact(reply, reply.Body)}");
    }

    /// <summary>A text as one line: control characters and runs of blanks become one blank, the end is cut.</summary>
    public static string Line(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Span<char> line = stackalloc char[MaxReason];
        int length = 0;
        foreach (char c in text)
        {
            bool blank = char.IsControl(c) || char.IsWhiteSpace(c);
            if (blank && (length == 0 || line[length - 1] == ' '))
            {
                continue;
            }

            if (length == MaxReason)
            {
                break;
            }

            line[length++] = blank ? ' ' : c;
        }

        // A pair of surrogates that was cut in two would not be text.
        length -= length > 0 && char.IsHighSurrogate(line[length - 1]) ? 1 : 0;
        return new string(line[..length].TrimEnd());
    }

    private static string Redact(HttpReply reply, string text) => reply.Secrets?.Redact(text) ?? text;

    private static string Redirect(HttpReply reply)
    {
        string? location = null;
        reply.Headers?.TryGetValue("Location", out location);

        // The query of a login page often repeats what was asked for, tokens included.
        string target = Redact(reply, location?.Split('?')[0] ?? "nowhere");
        return Line($"HTTP {reply.Status.ToString(CultureInfo.InvariantCulture)}: redirected to {target}; redirects are not followed, set the url to where it shall go");
    }
}
