using Weir.Wire;

namespace Weir.Ingest.Captures;

/// <summary>Plays a capture into a sink with the capture's own clock.</summary>
/// <remarks>
/// The sink sees the same calls with the same times at every speed, so its results are the same: where the capture is silent for
/// more than <see cref="TickUs"/>, time is moved on in steps of that size counted from the last datagram, just as the live receiver does,
/// and no wall clock is ever shown to the sink.
/// One thread at a time.
/// </remarks>
public sealed class CaptureReplay
{
    private const long TickUs = 100_000;
    private const int MaxPayloadBytes = 65_536;

    // A silent hour is stepped through; a longer one is jumped over, or a file with one wrong time stamp would take for ever.
    private const long MaxTicksPerGap = 36_000;
    private const double LongestWaitMs = 86_400_000;
    private const double LongestReplayUs = 9e17; // TimeSpan ends soon after.
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly string _path;
    private readonly ReplayOptions _options;
    private readonly IDatagramSink _sink;
    private readonly TimeProvider _time;
    private readonly IProgress<ReplayProgress>? _progress;
    private readonly ReplayClock _clock = new();

    // The datagram that is due next: kept apart from the reader's buffer because the wait for its moment is asynchronous.
    private readonly byte[] _payload = new byte[MaxPayloadBytes];
    private int _payloadLength;
    private NetworkAddress _source;

    private CaptureReader? _reader;
    private long _fileBytes;
    private long _startTicks;
    private long _reportedTicks;
    private long _datagrams;
    private long _bytes;
    private int _unsettled;
    private int _pass;

    /// <summary>Stores the settings; nothing is opened before <see cref="RunAsync"/>.</summary>
    /// <param name="path">File to play.</param>
    /// <param name="options">How to play it.</param>
    /// <param name="sink">Normally a <see cref="ShardSink"/> of an engine with one shard and the replay clock.</param>
    /// <param name="time">Clock that paces the replay.</param>
    /// <param name="progress">Told about five times a second, and at the end.</param>
    public CaptureReplay(string path, ReplayOptions options, IDatagramSink sink, TimeProvider time, IProgress<ReplayProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!(options.Speed > 0))
        {
            throw new IngestException($"A replay speed of {options.Speed} is impossible; use a number above 0, or max");
        }

        _path = path;
        _options = options;
        _sink = sink;
        _time = time;
        _progress = progress;
    }

    /// <summary>Plays the file, once or for ever.</summary>
    /// <param name="cancel">Ends the replay early.</param>
    /// <exception cref="IngestException">The file cannot be opened or is corrupt; what came before the fault was played.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<ReplayResult> RunAsync(CancellationToken cancel)
    {
        _startTicks = _time.GetTimestamp();
        CaptureStatistics statistics;
        do
        {
            long before = _datagrams;
            statistics = await PlayOnceAsync(cancel);
            if (_datagrams == before)
            {
                break; // Nothing in it: playing it again would only burn the processor.
            }
        }
        while (_options.Loop);
        await DrainAsync(cancel);
        Report(force: true);
        return new ReplayResult
        {
            Datagrams = _datagrams,
            Bytes = _bytes,
            FirstTimeUs = _clock.FirstUs,
            LastTimeUs = _clock.NowUs,
            OutOfOrder = _clock.OutOfOrder,
            Capture = statistics,
        };
    }

    private async Task<CaptureStatistics> PlayOnceAsync(CancellationToken cancel)
    {
        _pass++;
        _clock.StartPass();
        using CaptureReader reader = CaptureReader.Open(_path, _options.Capture);
        _reader = reader;
        _fileBytes = new FileInfo(_path).Length;
        while (TryReadDue(reader, out long dueUs))
        {
            await MoveToAsync(dueUs, cancel);
            Play(dueUs);
            await BetweenAsync(cancel);
        }

        return reader.Statistics();
    }

    private bool TryReadDue(CaptureReader reader, out long dueUs)
    {
        dueUs = 0;
        if (!reader.TryRead(out CaptureDatagram datagram))
        {
            return false;
        }

        dueUs = _clock.Due(datagram.TimeUs);
        _payloadLength = Math.Min(datagram.Payload.Length, MaxPayloadBytes);
        datagram.Payload[.._payloadLength].CopyTo(_payload);
        _source = datagram.Source;
        return true;
    }

    // Steps through a silence, then waits for the moment of the datagram.
    private async ValueTask MoveToAsync(long dueUs, CancellationToken cancel)
    {
        for (long ticks = 0; ticks < MaxTicksPerGap && _clock.NowUs + TickUs < dueUs; ticks++)
        {
            long tickUs = _clock.NowUs + TickUs;
            await WaitForAsync(tickUs, cancel);
            Advance(tickUs);
        }

        await WaitForAsync(dueUs, cancel);
    }

    private async ValueTask WaitForAsync(long dueUs, CancellationToken cancel)
    {
        if (double.IsPositiveInfinity(_options.Speed))
        {
            return;
        }

        TimeSpan due = TimeSpan.FromMicroseconds(Math.Min((dueUs - _clock.FirstUs) / _options.Speed, LongestReplayUs));
        TimeSpan wait = due - _time.GetElapsedTime(_startTicks);
        if (wait >= ShortestWait)
        {
            Report(force: false);
            await DelayAsync(due, cancel);
        }
    }

    // Timers count whole milliseconds and at most 49 days; a capture with a wrong time stamp may ask for more.
    private async Task DelayAsync(TimeSpan due, CancellationToken cancel)
    {
        for (TimeSpan wait; (wait = due - _time.GetElapsedTime(_startTicks)) > TimeSpan.Zero;)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(wait.TotalMilliseconds), LongestWaitMs)), _time, cancel);
        }
    }

    private void Play(long dueUs)
    {
        _clock.MoveTo(dueUs);
        _sink.Enter();
        try
        {
            _sink.Process(_payload.AsSpan(0, _payloadLength), _source, dueUs, _time.GetTimestamp());
        }
        finally
        {
            _sink.Exit();
        }

        _datagrams++;
        _bytes += _payloadLength;
    }

    private void Advance(long timeUs)
    {
        _clock.MoveTo(timeUs);
        _sink.Enter();
        try
        {
            _sink.AdvanceTo(timeUs);
        }
        finally
        {
            _sink.Exit();
        }
    }

    private async ValueTask BetweenAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        Report(force: false);
        if (++_unsettled >= _options.SettleEvery)
        {
            await SettleAsync(cancel);
        }
    }

    private async ValueTask SettleAsync(CancellationToken cancel)
    {
        _unsettled = 0;
        if (_options.Settle is { } settle)
        {
            await settle(cancel);
        }
    }

    private async ValueTask DrainAsync(CancellationToken cancel)
    {
        long endUs = _clock.NowUs + (long)_options.Drain.TotalMicroseconds;
        while (_datagrams > 0 && _clock.NowUs < endUs)
        {
            Advance(Math.Min(_clock.NowUs + TickUs, endUs));
        }

        await SettleAsync(cancel);
    }

    private void Report(bool force)
    {
        long now = _time.GetTimestamp();
        if (_progress is null || _reader is null || (!force && _time.GetElapsedTime(_reportedTicks, now) < ProgressInterval))
        {
            return;
        }

        _reportedTicks = now;
        double percent = force || _fileBytes == 0 ? 100 : Math.Min(100, 100.0 * _reader.Offset / _fileBytes);
        _progress.Report(new ReplayProgress(_datagrams, _bytes, percent, _clock.NowUs, _pass));
    }
}
