using Weir.Export.Events;
using Weir.Export.Spool;

namespace Weir.Export.Delivery;

/// <content>Reading the spool and cutting batches.</content>
internal sealed partial class SinkWorker
{
    // A read of what lies there does not wait; should it be unreadable, this bounds the wait for what comes behind it.
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    private bool IsFull => _ahead.Count >= _cap || _aheadBytes >= _limits.MaxBytes || (_markedUntil > 0 && _lastRead >= _markedUntil);

    /// <summary>Waits for events and makes a batch. False: asked to stop and nothing is left. True without a batch: look again.</summary>
    private async Task<bool> FillAsync()
    {
        if (FillFromDeadLetters())
        {
            return true;
        }

        long? firstAt = _ahead.Count > 0 ? _parts.Time.GetTimestamp() : null;
        while (!IsFull)
        {
            TimeSpan? wait = firstAt is { } since ? _limits.Linger - _parts.Time.GetElapsedTime(since) : null;
            if (wait is { Ticks: <= 0 })
            {
                // Old enough: only what lies there already may come along.
                if (_reader.Committed + _reader.Waiting <= _lastRead)
                {
                    break;
                }

                wait = Glance;
            }

            if (!await ReadAsync(wait))
            {
                break;
            }

            firstAt ??= _ahead.Count > 0 ? _parts.Time.GetTimestamp() : null;
        }

        Cut();
        return _work.First is not null || _resendAsked || !_stop.Asked;
    }

    /// <summary>Reads once. False: time is up, or woken, or asked to stop with nothing left.</summary>
    private async Task<bool> ReadAsync(TimeSpan? wait)
    {
        if (_ahead.Count == 0)
        {
            _counters.Enter(SinkState.Idle);
        }

        if (_stop.Asked && _reader.Waiting == 0)
        {
            return false;
        }

        using BoundedWait enough = _stop.UntilWoken(wait, _parts.Time);
        try
        {
            int room = (int)Math.Max(1, _limits.MaxBytes - _aheadBytes);
            Take(await _reader.ReadAsync(Math.Max(1, _cap - _ahead.Count), room, enough.Token));
            return true;
        }
        catch (OperationCanceledException) when (enough.Token.IsCancellationRequested)
        {
            _stop.Now.ThrowIfCancellationRequested();
            return false;
        }
    }

    private void Take(IReadOnlyList<SpooledEvent> read)
    {
        int filtered = 0;
        foreach (SpooledEvent spooled in read)
        {
            _lastRead = spooled.Sequence;
            if (_parts.Settings.Filter?.Matches(spooled.Event) == false)
            {
                filtered++;
                continue;
            }

            _ahead.Enqueue(new SinkEntry(spooled.Sequence, spooled.Event, _parts.Settings.Fields.Apply(spooled.Event), spooled.Bytes));
            _aheadBytes += spooled.Bytes;
        }

        if (filtered > 0)
        {
            _counters.Filtered(filtered);
            Commit();
        }
    }

    private void Cut()
    {
        List<SinkEntry> batch = [];
        long bytes = 0;
        while (_ahead.TryPeek(out SinkEntry? next) && batch.Count < _cap && (batch.Count == 0 || bytes + next.Bytes <= _limits.MaxBytes)
            && (_markedUntil == 0 || next.Sequence <= _markedUntil || batch.Count == 0))
        {
            batch.Add(_ahead.Dequeue());
            bytes += next.Bytes;
        }

        _aheadBytes -= bytes;
        _markedUntil = _lastRead >= _markedUntil && (_ahead.Count == 0 || _ahead.Peek().Sequence > _markedUntil) ? 0 : _markedUntil;
        if (batch.Count > 0)
        {
            _work.AddLast(batch);
        }
    }

    /// <summary>The next of the dead letters that are to be sent once more; they go between two batches of the spool.</summary>
    private bool FillFromDeadLetters()
    {
        if (_resendAsked)
        {
            _resendAsked = false;
            _dead.PrepareResend();
        }

        if (_resending is null && !_dead.ResendWaits)
        {
            return false;
        }

        _resending ??= _dead.ReadResend().GetEnumerator();
        List<SinkEntry> batch = [];
        while (batch.Count < _cap && _resending.MoveNext())
        {
            WeirEvent item = _resending.Current;
            batch.Add(new SinkEntry(0, item, _parts.Settings.Fields.Apply(item), 0));
        }

        if (batch.Count > 0)
        {
            _work.AddLast(batch);
            return true;
        }

        _resending.Dispose();
        _resending = null;
        _dead.FinishResend();
        return false;
    }
}
