using System.Net.Http.Headers;

namespace Weir.Export.Http;

/// <summary>The header <c>Retry-After</c> in both of its forms, RFC 9110 section 10.2.3.</summary>
internal static class RetryAfter
{
    /// <summary>How long to wait, or null when the receiver says nothing that can be read.</summary>
    /// <param name="headers">The answer's headers.</param>
    /// <param name="now">Our wall clock, for a receiver that does not say its own.</param>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (headers.RetryAfter is not { } header)
        {
            return null;
        }

        // A date is one of the receiver's clock: what counts is its distance from the same clock, which Date tells.
        TimeSpan wait = header.Delta ?? (header.Date ?? now) - (headers.Date ?? now);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
