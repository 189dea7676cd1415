using Microsoft.AspNetCore.Http;
using Weir.Analytics.Events;
using Weir.Web.Routing;

namespace Weir.Web.Endpoints;

/// <summary>Answers of <c>/events/json</c> and <c>/flows/json</c>: at once, or when something newer than the client knows has come.</summary>
/// <remarks>
/// Requests that wait are bounded by <see cref="WebOptions.MaxWaiting"/>; beyond it they are refused with 503 and counted,
/// so that clients cannot use up memory by waiting.
/// </remarks>
internal static class LongPoll
{
    public static async ValueTask<IResult> AnswerAsync<T>(Call call, LongPollRing<T> ring, string maxParameter, string afterParameter, Func<T, bool>? wanted)
    {
        int max = (int)call.QueryInteger(maxParameter, int.MaxValue);
        long after = call.QueryInteger(afterParameter, -1, long.MinValue, long.MaxValue);
        double seconds = call.QueryNumber("timeout", 0, 0);
        if (call.IsRefused(out IResult? refusal))
        {
            return refusal;
        }

        IReadOnlyList<T> ready = ring.Read(after, max, wanted);
        if (ready.Count > 0 || seconds <= 0 || max == 0)
        {
            return call.Json(ready);
        }

        if (!call.Web.Counters.TryBeginWait(call.Web.Options.MaxWaiting))
        {
            call.Http.Response.Headers.RetryAfter = "1";
            return call.Error(
                StatusCodes.Status503ServiceUnavailable,
                FormattableString.Invariant($"{call.Web.Options.MaxWaiting} requests are waiting already (property weir.http.maxwaiting)"));
        }

        try
        {
            TimeSpan timeout = TimeSpan.FromSeconds(Math.Min(seconds, call.Web.Options.MaxWait.TotalSeconds));
            using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(call.Http.RequestAborted, call.Web.Stopping);
            return call.Json(await ring.ReadAsync(after, max, timeout, wanted, call.Web.Services.Time, cancel.Token));
        }
        catch (OperationCanceledException) when (call.Web.Stopping.IsCancellationRequested)
        {
            return call.Json(Array.Empty<T>());
        }
        finally
        {
            call.Web.Counters.EndWait();
        }
    }
}
