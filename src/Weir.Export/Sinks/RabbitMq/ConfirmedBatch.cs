using RabbitMQ.Client.Events;

namespace Weir.Export.Sinks.RabbitMq;

/// <summary>The broker's word on each message of a batch.</summary>
/// <remarks>
/// The broker numbers what is published on a channel in confirm mode from 1, and confirms one number or all up to one, perhaps before the
/// publishing call has returned. A message that no queue takes is returned, told by its id, before it is confirmed.
/// Shared: told by the client's reader, asked by the sink.
/// </remarks>
internal sealed class ConfirmedBatch
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ulong _first;
    private readonly bool?[] _taken;
    private readonly HashSet<string> _returned = new(StringComparer.Ordinal);
    private int _open;

    /// <param name="first">Number of the batch's first message.</param>
    /// <param name="count">Messages.</param>
    public ConfirmedBatch(ulong first, int count)
    {
        _first = first;
        _taken = new bool?[count];
        _open = count;
    }

    /// <summary>Ends when every message has been spoken of, or the channel is closed; the latter as an error.</summary>
    public Task Settled => _settled.Task;

    /// <summary>True: the broker has it. False: it refused. Null: it did not say.</summary>
    public bool? Taken(int index)
    {
        lock (_gate)
        {
            return _taken[index];
        }
    }

    /// <summary>True when no queue was bound for the message.</summary>
    public bool WasReturned(string id)
    {
        lock (_gate)
        {
            return _returned.Contains(id);
        }
    }

    /// <summary>The broker has that number, or all up to it.</summary>
    public void Acked(BasicAckEventArgs word) => Settle(word.DeliveryTag, word.Multiple, true);

    /// <summary>The broker refuses that number, or all up to it.</summary>
    public void Nacked(BasicNackEventArgs word) => Settle(word.DeliveryTag, word.Multiple, false);

    /// <summary>No queue takes that message.</summary>
    public void Returned(BasicReturnEventArgs word)
    {
        lock (_gate)
        {
            _returned.Add(word.BasicProperties.MessageId ?? "");
        }
    }

    /// <summary>Nothing more will be said.</summary>
    public void Closed(ShutdownEventArgs word) => _settled.TrySetException(new RabbitMQ.Client.Exceptions.OperationInterruptedException(word));

    private void Settle(ulong tag, bool multiple, bool taken)
    {
        lock (_gate)
        {
            long last = (long)(tag - _first);
            for (long i = multiple ? 0 : last; i <= last && i < _taken.Length; i++)
            {
                if (i >= 0 && _taken[i] is null)
                {
                    _taken[i] = taken;
                    _open--;
                }
            }

            if (_open == 0)
            {
                _settled.TrySetResult();
            }
        }
    }
}
