namespace Weir.Export.Spool;

/// <summary>The time by which events grow old: it goes on while Weir runs and stands still while it does not.</summary>
/// <remarks>
/// Nobody can set it: a wall clock that is stepped, or wrong after a boot, makes no event old. It goes on from the newest segment's creation, so
/// that a restart loses at most the time since then, see <see cref="SpoolOptions.SegmentAge"/>.
/// </remarks>
internal sealed class SpoolClock(TimeProvider time, long startMs)
{
    private readonly long _origin = time.GetTimestamp();

    public long NowMs => startMs + (long)time.GetElapsedTime(_origin).TotalMilliseconds;
}
