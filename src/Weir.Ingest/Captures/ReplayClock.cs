namespace Weir.Ingest.Captures;

/// <summary>Engine time of a replay: the capture's time stamps, never backwards, joined end to start when the file is played again.</summary>
internal sealed class ReplayClock
{
    private const long PassGapUs = 100_000;

    private bool _started;
    private long _shiftUs;
    private bool _passStarted;

    /// <summary>Time of the first datagram.</summary>
    public long FirstUs { get; private set; }

    /// <summary>Engine time now.</summary>
    public long NowUs { get; private set; }

    /// <summary>Datagrams that came with a time stamp of the past.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>Begins the file again.</summary>
    public void StartPass() => _passStarted = false;

    /// <summary>Says at which engine time a datagram is due.</summary>
    public long Due(long captureUs)
    {
        if (!_started)
        {
            _started = true;
            _passStarted = true;
            FirstUs = captureUs;
            NowUs = captureUs;
        }
        else if (!_passStarted)
        {
            _passStarted = true;
            _shiftUs = NowUs + PassGapUs - captureUs;
        }

        long dueUs = captureUs + _shiftUs;
        OutOfOrder += dueUs < NowUs ? 1 : 0;
        return Math.Max(dueUs, NowUs);
    }

    /// <summary>Moves engine time on.</summary>
    public void MoveTo(long timeUs) => NowUs = timeUs;
}
