using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Weir.Wire;

namespace Weir.Ingest.Udp;

/// <summary>One thread that moves datagrams from one socket into one sink.</summary>
/// <remarks>
/// The thread owns the socket's buffers and writes the counters; anyone reads the counters. A call waits at most
/// <see cref="DatagramBatch.PollMs"/>, so the sink's time moves on when nothing comes, and a stop is seen.
/// Nothing is queued here: the only queue is the socket buffer, which drops the newest when full (counted by the kernel).
/// </remarks>
internal sealed partial class ReceiveLoop : IDisposable
{
    private static readonly TimeSpan JoinLimit = TimeSpan.FromSeconds(5);

    private readonly int _shard;
    private readonly Socket _socket;
    private readonly int _bufferBytes;
    private readonly DatagramBatch _batch;
    private readonly IDatagramSink _sink;
    private readonly SourceFilter _allowed;
    private readonly TimeProvider _time;
    private readonly ArrivalClock _clock;
    private readonly ILogger _logger;
    private readonly BatchPacing _pacing;
    private readonly PauseMeter _pauses;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _stop = new();
    private readonly HashSet<string> _knownFaults = [];

    // Shared: written by the loop's thread, read by Statistics.
    private long _datagrams;
    private long _bytes;
    private long _batches;
    private long _kernelDrops;
    private long _refused;
    private long _receiveErrors;
    private long _faults;

    public ReceiveLoop(int shard, Socket socket, int bufferBytes, IDatagramSink sink, UdpReceiverOptions options, TimeProvider time, ILogger logger)
    {
        _shard = shard;
        _socket = socket;
        _bufferBytes = bufferBytes;
        _batch = DatagramBatch.For(socket, options.Portable);
        _sink = sink;
        _allowed = options.Allowed;
        _time = time;
        _clock = new ArrivalClock(time);
        _logger = logger;
        _pacing = new BatchPacing(time.TimestampFrequency, bufferBytes);
        _pauses = new PauseMeter(time.TimestampFrequency);
        _thread = new Thread(Run) { IsBackground = true, Name = $"sflow-receive-{shard}" };
    }

    public void Start() => _thread.Start();

    /// <summary>Asks the thread to end; <see cref="Dispose"/> waits for it.</summary>
    public void RequestStop() => _stop.Set();

    public UdpSocketStatistics Statistics() => new()
    {
        Shard = _shard,
        Datagrams = Volatile.Read(ref _datagrams),
        Bytes = Volatile.Read(ref _bytes),
        Batches = Volatile.Read(ref _batches),
        KernelDrops = Volatile.Read(ref _kernelDrops),
        Refused = Volatile.Read(ref _refused),
        ReceiveErrors = Volatile.Read(ref _receiveErrors),
        Faults = Volatile.Read(ref _faults),
        ReceiveBufferBytes = _bufferBytes,
        LongestPauseUs = _pauses.LongestUs,
        PausesLonger = _pauses.Longer(),
    };

    public void Dispose()
    {
        RequestStop();
        if (_thread.IsAlive && !_thread.Join(JoinLimit))
        {
            // The sink does not return. The thread is a background one; closing the socket under it would be worse.
            LogStuck(_shard);
            return;
        }

        _socket.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        while (!_stop.IsSet)
        {
            try
            {
                Step();
            }
            catch (SocketException e)
            {
                Volatile.Write(ref _receiveErrors, _receiveErrors + 1);
                Report(e);
                _stop.Wait(DatagramBatch.PollMs);
            }
            catch (Exception e)
            {
                Fault(e);
            }
        }
    }

    private void Step()
    {
        int count = _batch.Receive();
        long ticks = _time.GetTimestamp();
        long nowUs = _clock.Advance(ticks);
        _pauses.OnReceived(ticks, count == DatagramBatch.MaxDatagrams);
        Volatile.Write(ref _kernelDrops, _batch.KernelDrops);
        _sink.Enter();
        try
        {
            if (count == 0)
            {
                _sink.AdvanceTo(nowUs);
            }
            else
            {
                Deliver(count, nowUs, ticks);
            }
        }
        finally
        {
            _sink.Exit();
        }

        long doneTicks = _time.GetTimestamp();
        int restUs = _pacing.RestUs(count, ticks, doneTicks);
        if (restUs > 0)
        {
            _batch.Rest(restUs);
            doneTicks = _time.GetTimestamp();
        }

        _pauses.OnReady(doneTicks);
    }

    private void Deliver(int count, long nowUs, long ticks)
    {
        Volatile.Write(ref _batches, _batches + 1);
        for (int i = -IDatagramSink.MostExpected; i < count; i++)
        {
            for (int distance = IDatagramSink.MostExpected; distance > 0; distance--)
            {
                if ((uint)(i + distance) < (uint)count)
                {
                    _sink.Expect(_batch.Payload(i + distance), distance);
                }
            }

            if (i >= 0)
            {
                Deliver(_batch.Payload(i), _batch.Source(i), nowUs, ticks);
            }
        }
    }

    private void Deliver(ReadOnlySpan<byte> payload, NetworkAddress source, long nowUs, long ticks)
    {
        if (!_allowed.Contains(source))
        {
            Volatile.Write(ref _refused, _refused + 1);
            return;
        }

        Volatile.Write(ref _datagrams, _datagrams + 1);
        Volatile.Write(ref _bytes, _bytes + payload.Length);
        try
        {
            _sink.Process(payload, source, nowUs, ticks);
        }
        catch (Exception e)
        {
            // A bug met by one datagram must not cost the rest of the batch.
            Fault(e);
        }
    }

    private void Fault(Exception cause)
    {
        Volatile.Write(ref _faults, _faults + 1);
        Report(cause);
    }

    private void Report(Exception cause)
    {
        const int MostCauses = 100;
        if (_knownFaults.Count < MostCauses && _knownFaults.Add($"{cause.GetType()} {cause.Message}"))
        {
            LogFault(cause, _shard);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "sFlow receive loop {Shard}: unexpected; it goes on and counts repetitions")]
    private partial void LogFault(Exception cause, int shard);

    [LoggerMessage(Level = LogLevel.Error, Message = "sFlow receive loop {Shard} did not stop")]
    private partial void LogStuck(int shard);
}
