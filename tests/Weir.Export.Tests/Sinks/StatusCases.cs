using Weir.Export.Sinks;
using Weir.Testing.Receivers;

namespace Weir.Export.Tests.Sinks;

/// <summary>What every HTTP sink makes of the statuses that mean the same everywhere.</summary>
public static class StatusCases
{
    /// <summary>Status and outcome.</summary>
    public static TheoryData<int, SendOutcome> Common => new()
    {
        { 401, SendOutcome.Misconfigured },
        { 403, SendOutcome.Misconfigured },
        { 404, SendOutcome.Misconfigured },
        { 408, SendOutcome.Retry },
        { 413, SendOutcome.TooLarge },
        { 429, SendOutcome.Retry },
        { 500, SendOutcome.Retry },
        { 502, SendOutcome.Retry },
        { 503, SendOutcome.Retry },
        { 504, SendOutcome.Retry },
    };

    /// <summary>Lets the receiver answer that status once and checks what the sink makes of it.</summary>
    public static async Task CheckAsync(HttpReceiver receiver, int status, SendOutcome outcome, Func<Task<SendResult>> send)
    {
        receiver.Faults.Enqueue(status == 429 ? Fault.TooMany(7) : Fault.Status(status, "because"));
        SendResult result = await send();
        Assert.Equal(outcome, result.Outcome);
        Assert.Contains(status == 429 ? "slow down" : "because", result.Reason, StringComparison.Ordinal);
        Assert.Equal(status == 429 ? TimeSpan.FromSeconds(7) : null, result.RetryAfter);
    }
}
