using System.Diagnostics;

namespace Weir.Export.Spool;

/// <summary>The spool's one thread: takes what waits, writes it, syncs, tells those who wait; keeps places and the bounds of the disk.</summary>
/// <remarks>
/// Everything that arrives while one commit is synced forms the next one. When the disk refuses, nothing that was posted is lost: it stays in front of the
/// disk and is tried again, while those who wait for their event are told at once. Files are only changed by this thread (and by whoever makes a reader).
/// </remarks>
internal sealed class SpoolWriter : IDisposable
{
    private const int DiskFull = 28;
    private const int QuotaReached = 122;
    private static readonly TimeSpan IdleInterval = TimeSpan.FromSeconds(1);

    private readonly SpoolState _state;
    private readonly SpoolQueue _queue;
    private readonly SpoolCommit _commit;
    private readonly SpoolKeeper _keeper;
    private readonly List<QueuedEvent> _pending = [];
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SegmentWriter? _active;
    private int _at;
    private bool _isStopping;

    public SpoolWriter(SpoolState state, SpoolQueue queue, SegmentWriter? active)
    {
        _state = state;
        _queue = queue;
        _active = active;
        _commit = new SpoolCommit(state);
        _keeper = new SpoolKeeper(state);
        _thread = new Thread(RunToEnd) { IsBackground = true, Name = "weir-spool" };
    }

    public void Start() => _thread.Start();

    /// <summary>Closes the queue, writes what waits, tries once where the disk refuses, and ends.</summary>
    public Task StopAsync()
    {
        Volatile.Write(ref _isStopping, true);
        _queue.Close();
        return _ended.Task;
    }

    public void Dispose()
    {
        _active?.Dispose();
        _commit.Dispose();
    }

    private void RunToEnd()
    {
        Run();
        _ended.SetResult();
    }

    private void Run()
    {
        while (true)
        {
            bool isStopping = Volatile.Read(ref _isStopping);
            try
            {
                _queue.Wait(_keeper.NextDue(IdleInterval));
                _queue.Take(_pending);
                bool isWritten = WritePending();
                _keeper.Keep(ref _active);
                if (isStopping)
                {
                    GiveUp();
                    return;
                }

                if (!isWritten)
                {
                    _queue.Pause(_state.Options.RetryInterval);
                }
            }
            catch (Exception e)
            {
                // A bug must not end the spool; what it was about is tried again after a pause.
                SpoolLog.WriterBug(_state.Logger, e);
                if (isStopping)
                {
                    GiveUp();
                    return;
                }

                _queue.Pause(IdleInterval);
            }
        }
    }

    private bool WritePending()
    {
        try
        {
            while (_at < _pending.Count)
            {
                WriteOne();
            }

            _pending.Clear();
            _at = 0;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            OnRefused(e);
            return false;
        }
    }

    // One commit: as many events as fit.
    private void WriteOne()
    {
        long first = _state.Durable + 1;
        _commit.Begin(first);
        int end = _at;
        long bytes = 0;
        long room = Math.Min(SpoolCommit.MaxBytes, Math.Max(1, _state.Options.SegmentBytes - (_active?.Segment.Length ?? 0)));
        while (end < _pending.Count && _commit.Records.Length < room)
        {
            QueuedEvent next = _pending[end++];
            bytes += next.Size;
            _commit.Add(next);
        }

        if (_commit.Records.Length > 0)
        {
            WriteRecords(first);
        }

        _queue.Release(end - _at, bytes);
        _commit.Finish(_state.Publish);
        _at = end;
        if (_active is { } full && full.Segment.Length >= _state.Options.SegmentBytes)
        {
            full.Dispose();
            _active = null;
        }
    }

    private void WriteRecords(long first)
    {
        try
        {
            _active ??= OpenSegment(first);
            long start = Stopwatch.GetTimestamp();
            _active.Segment.Length = _active.Append(_commit.Records);
            Interlocked.Add(ref _state.Counters.SyncTicks, Stopwatch.GetTimestamp() - start);
            Interlocked.Increment(ref _state.Counters.Commits);
            Interlocked.Add(ref _state.Counters.BytesWritten, _commit.Records.Length);
        }
        catch
        {
            _commit.Undo();
            Abandon();
            throw;
        }

        if (_state.Counters.Trouble is not null)
        {
            _state.Counters.Trouble = null;
            SpoolLog.Recovered(_state.Logger);
        }
    }

    private SegmentWriter OpenSegment(long first)
    {
        SegmentWriter writer = SegmentWriter.Create(_state, first);
        _state.Catalog.Add(writer.Segment);
        _keeper.RemoveOld();
        return writer;
    }

    // After a failed sync nobody knows what the file holds behind its length: the next attempt gets a file of its own.
    private void Abandon()
    {
        if (_active is not { } failed)
        {
            return;
        }

        _active = null;
        failed.TryCut();
        failed.Dispose();
        if (failed.IsEmpty)
        {
            _state.Catalog.Remove(failed.Segment);
            _keeper.TryDelete(failed.Segment.Path);
        }
    }

    private void OnRefused(Exception error)
    {
        Interlocked.Increment(ref _state.Counters.FailedCommits);
        if (_state.Counters.Trouble is null)
        {
            SpoolLog.Refuses(_state.Logger, error.Message);
        }

        _state.Counters.Trouble = error.Message;
        if (error.HResult is DiskFull or QuotaReached)
        {
            _keeper.TryFreeSpace();
        }

        Settle(waiter => waiter.TrySetException(new IOException($"the event was not accepted: {error.Message}", error)), keepPosted: true);
    }

    private void GiveUp()
    {
        int posted = _pending.Count - _at;
        if (posted > 0)
        {
            SpoolLog.GivenUp(_state.Logger, posted);
            Settle(waiter => waiter.TrySetException(new IOException("the event was not accepted: Weir stops")), keepPosted: false);
        }
    }

    // Those who wait are told; what was only posted stays for the next attempt.
    private void Settle(Func<TaskCompletionSource<long>, bool> tell, bool keepPosted)
    {
        int kept = 0;
        int gone = 0;
        long bytes = 0;
        for (int i = _at; i < _pending.Count; i++)
        {
            QueuedEvent item = _pending[i];
            if (item.Waiter is null && keepPosted)
            {
                _pending[kept++] = item;
                continue;
            }

            // Who learned already that the event is known or breaks the rules is not told again.
            if (item.Waiter is not null && tell(item.Waiter))
            {
                Interlocked.Increment(ref _state.Counters.RefusedByDisk);
            }

            gone++;
            bytes += item.Size;
        }

        _pending.RemoveRange(kept, _pending.Count - kept);
        _at = 0;
        _queue.Release(gone, bytes);
    }
}
