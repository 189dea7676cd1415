namespace Weir.Export.Spool;

/// <summary>What the spool's thread does beside writing events: places of readers, age and size of segments. Used by that thread alone.</summary>
internal sealed class SpoolKeeper(SpoolState state)
{
    private readonly TimeProvider _time = state.Time;
    private long _flushedAt = state.Time.GetTimestamp();
    private bool _cannotFlush;

    /// <summary>How long the thread may sleep: with nothing to deliver no place changes, and every turn wakes a processor.</summary>
    public TimeSpan NextDue(TimeSpan idle) =>
        idle < state.Options.CursorInterval || state.Cursors.IsSettled(state.Durable) ? idle : state.Options.CursorInterval;

    /// <summary>Does what is due. Never throws for what a disk does.</summary>
    /// <param name="active">The segment that is written to; null afterwards when it was closed.</param>
    public void Keep(ref SegmentWriter? active)
    {
        if (_time.GetElapsedTime(_flushedAt) >= state.Options.CursorInterval)
        {
            _flushedAt = _time.GetTimestamp();
            FlushCursors();
        }

        if (state.Catalog.Newest is { Length: > SegmentHeader.Size } newest && state.Clock.NowMs - newest.CreatedMs > state.Options.SegmentAge.TotalMilliseconds)
        {
            CloseByAge(ref active);
        }

        RemoveOld();
    }

    /// <summary>Writes the places of readers.</summary>
    public void FlushCursors()
    {
        try
        {
            state.Cursors.Flush();
            _cannotFlush = false;
        }
        catch (IOException e)
        {
            if (!_cannotFlush)
            {
                SpoolLog.Refuses(state.Logger, e.Message);
            }

            _cannotFlush = true;
        }
    }

    /// <summary>Makes room on a full disk: removes the oldest segment that every reader is done with, and no other.</summary>
    public void TryFreeSpace()
    {
        if (state.Catalog.TryOldestSealed(out Segment? oldest, out Segment? next) && state.Cursors.Lowest >= next!.First - 1)
        {
            Remove(oldest!, next.First);
        }
    }

    /// <summary>Removes segments beyond the bounds of size and age, the newest excepted.</summary>
    public void RemoveOld()
    {
        while (state.Catalog.TryOldestSealed(out Segment? oldest, out Segment? next)
            && (state.Catalog.TotalBytes > state.Options.MaxBytes || state.Clock.NowMs - next!.CreatedMs > state.Options.MaxAge.TotalMilliseconds))
        {
            Remove(oldest!, next!.First);
        }
    }

    public void TryDelete(string path)
    {
        try
        {
            state.Disk.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            SpoolLog.Refuses(state.Logger, e.Message);
        }
    }

    // The empty segment that takes its place keeps the next sequence in its name when all others are gone.
    private void CloseByAge(ref SegmentWriter? active)
    {
        try
        {
            SegmentWriter fresh = SegmentWriter.Create(state, state.Durable + 1);
            active?.Dispose();
            state.Catalog.Add(fresh.Segment);
            active = fresh;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            SpoolLog.Refuses(state.Logger, e.Message);
        }
    }

    private void Remove(Segment segment, long upper)
    {
        state.Catalog.Remove(segment);
        Interlocked.Add(ref state.Counters.RemovedEvents, upper - segment.First);
        TryDelete(segment.Path);
    }
}
