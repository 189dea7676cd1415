using Microsoft.Extensions.Logging;
using Weir.Export.Http;
using Weir.Export.Sinks;

namespace Weir.Export.Delivery;

/// <summary>Calls a sink with a bound on time, one caller at a time, and turns whatever it throws into a result.</summary>
internal sealed partial class GuardedSend(SinkParts parts)
{
    /// <summary>Longest time for one request, over everything a sink's own time-outs may say: a search for refused events takes many requests.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromMinutes(10);

    private string? _lastFault;

    /// <summary>Sends.</summary>
    /// <param name="send">The sink's call.</param>
    /// <param name="items">Items in the request, for checking the verdicts.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OperationCanceledException">By <paramref name="stop"/>.</exception>
    public async Task<SendResult> RunAsync(Func<CancellationToken, Task<SendResult>> send, int items, CancellationToken stop)
    {
        await parts.Gate.WaitAsync(stop);
        try
        {
            using CancellationTokenSource bound = new(Bound, parts.Time);
            using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, stop);
            return Check(await send(both.Token), items);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(stop);
        }
        catch (OperationCanceledException)
        {
            return SendResult.Retry($"no word within {Bound.TotalMinutes:0} minutes");
        }
        catch (Exception e)
        {
            return Fault(e);
        }
        finally
        {
            parts.Gate.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Sink {Sink} broke: {Fault}. The same is sent again later")]
    private static partial void LogFault(ILogger logger, string sink, string fault);

    private SendResult Check(SendResult result, int items)
    {
        if (result.Outcome == SendOutcome.Mixed && (result.Verdicts.Count != items || result.Verdicts.Any(v => v.Outcome == SendOutcome.Mixed)))
        {
            return SendResult.Retry(FormattableString.Invariant($"the sink judged {result.Verdicts.Count} of {items} items"));
        }

        return result.Reason is { } reason ? result with { Reason = parts.Secrets.Redact(reason) } : result;
    }

    private SendResult Fault(Exception fault)
    {
        string text = parts.Secrets.Redact(HttpVerdict.Line($"{fault.GetType().Name}: {fault.Message}"));
        if (text != _lastFault)
        {
            // Once per cause: a receiver that provokes it would fill the log otherwise.
            _lastFault = text;
            LogFault(parts.Logger, parts.Name, parts.Secrets.Redact(fault.ToString()));
        }

        return SendResult.Retry($"fault in the sink: {text}");
    }
}
