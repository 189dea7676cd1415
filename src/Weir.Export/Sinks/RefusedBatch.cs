using System.Globalization;
using Weir.Export.Events;

namespace Weir.Export.Sinks;

/// <summary>Finds which events of a batch a receiver refuses when it says only that it refuses some, by sending parts of the batch again.</summary>
/// <remarks>
/// For receivers that may have kept the rest, to whom a second delivery of an event does no harm. Parts are sent in order, so that events keep
/// theirs. A search costs at most <see cref="MaxRequests"/> requests; what is undecided then is reported as <see cref="SendOutcome.Retry"/>, and
/// the next delivery goes on with fewer events: every search decides at least the first one.
/// </remarks>
internal sealed class RefusedBatch
{
    /// <summary>Most requests of one search: enough for five bad events among 500.</summary>
    public const int MaxRequests = 64;

    private readonly IReadOnlyList<WeirEvent> _batch;
    private readonly Func<IReadOnlyList<WeirEvent>, CancellationToken, Task<PartReply>> _send;
    private readonly Func<int[], string, Division> _divide;
    private readonly ItemVerdict[] _verdicts;
    private readonly Stack<int[]> _waiting = new();

    /// <summary>A search.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="send">Sends a part.</param>
    /// <param name="divide">How to go on with a part that was refused with that text; never asked about a single event.</param>
    public RefusedBatch(
        IReadOnlyList<WeirEvent> batch,
        Func<IReadOnlyList<WeirEvent>, CancellationToken, Task<PartReply>> send,
        Func<int[], string, Division>? divide = null)
    {
        _batch = batch;
        _send = send;
        _divide = divide ?? ((part, _) => Division.Halves(part));
        _verdicts = new ItemVerdict[batch.Count];
        Array.Fill(_verdicts, new ItemVerdict(SendOutcome.Retry, string.Create(CultureInfo.InvariantCulture, $"not yet known after {MaxRequests} requests about a refused batch")));
    }

    /// <summary>Searches.</summary>
    /// <param name="refused">What the receiver said of the whole batch.</param>
    /// <param name="cancel">Gives up; the only thing that throws.</param>
    public async Task<SendResult> ResolveAsync(PartReply refused, CancellationToken cancel)
    {
        Refuse([.. Enumerable.Range(0, _batch.Count)], refused);
        for (int requests = 0; requests < MaxRequests && _waiting.TryPop(out int[]? part); requests++)
        {
            PartReply reply = await _send([.. part.Select(i => _batch[i])], cancel);
            switch (reply.Result.Outcome)
            {
                case SendOutcome.Rejected or SendOutcome.TooLarge:
                    Refuse(part, reply);
                    break;
                case SendOutcome.Mixed:
                    Copy(part, reply.Result.Verdicts);
                    break;
                case SendOutcome.Accepted:
                    Decide(part, reply.Result);
                    break;
                default:
                    // Nothing further can be learned now; what was learned stays.
                    Decide(part, reply.Result);
                    foreach (int[] other in _waiting)
                    {
                        Decide(other, reply.Result);
                    }

                    return SendResult.Mixed(_verdicts) with { RetryAfter = reply.Result.RetryAfter, Reason = reply.Result.Reason };
            }
        }

        return SendResult.Mixed(_verdicts);
    }

    private void Refuse(int[] part, PartReply reply)
    {
        if (part.Length == 1)
        {
            Decide(part, reply.Result);
            return;
        }

        Division division = reply.Result.Outcome == SendOutcome.TooLarge ? Division.Halves(part) : _divide(part, reply.Body);
        Decide(division.Kept, SendResult.Accepted);
        Decide(division.Blamed, reply.Result);
        Decide(division.Held, SendResult.Retry(reply.Result.Reason ?? ""));
        foreach (int[] next in division.Parts.Reverse().Where(next => next.Length > 0))
        {
            _waiting.Push(next);
        }
    }

    private void Decide(int[] part, SendResult result)
    {
        foreach (int i in part)
        {
            _verdicts[i] = new ItemVerdict(result.Outcome, result.Reason);
        }
    }

    private void Copy(int[] part, IReadOnlyList<ItemVerdict> verdicts)
    {
        for (int i = 0; i < part.Length; i++)
        {
            _verdicts[part[i]] = verdicts[i];
        }
    }
}
