using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Weir.Ingest.Udp;

/// <summary>Receives sFlow over UDP: one socket and one dedicated thread for each sink.</summary>
/// <remarks>
/// The kernel chooses the socket by the agent's address inside the datagram (<see cref="AgentSteering"/>), so an agent belongs to one shard
/// whatever it sends from; where the kernel does not offer that, by a hash of the UDP source, and a warning is logged. IPv4 and IPv6 arrive at the same sockets; IPv4 sources are reported as IPv4.
/// Not thread safe except <see cref="Statistics"/>.
/// </remarks>
public sealed partial class UdpReceiver : IDisposable
{
    private const int SmallBufferBytes = 2 << 20;

    private readonly UdpReceiverOptions _options;
    private readonly IReadOnlyList<IDatagramSink> _sinks;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private ReceiveLoop[] _loops = [];

    /// <summary>Stores the settings; nothing is opened before <see cref="Start"/>.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="sinks">One for each wanted receive loop, normally <see cref="ShardSink.ForAll"/>.</param>
    /// <param name="time">Clock of arrival.</param>
    /// <param name="logger">Takes the warning about a small buffer and unexpected failures.</param>
    public UdpReceiver(UdpReceiverOptions options, IReadOnlyList<IDatagramSink> sinks, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(sinks);
        ArgumentOutOfRangeException.ThrowIfZero(sinks.Count);
        _options = options;
        _sinks = sinks;
        _time = time;
        _logger = logger;
    }

    /// <summary>Address and port that is listened on; null before <see cref="Start"/>.</summary>
    public IPEndPoint? LocalEndPoint { get; private set; }

    /// <summary>Opens the sockets and starts the threads.</summary>
    /// <exception cref="IngestException">The port is in use or may not be opened.</exception>
    public void Start()
    {
        if (_loops.Length > 0)
        {
            throw new InvalidOperationException("The receiver was started already.");
        }

        List<Socket> sockets = SFlowSocket.OpenAll(_options, _sinks.Count);
        LocalEndPoint = (IPEndPoint)sockets[0].LocalEndPoint!;
        if (sockets.Count > 1 && !AgentSteering.TryAttach(sockets[0], sockets.Count))
        {
            LogNotSteered();
        }

        _loops = [.. sockets.Select(MakeLoop)];
        foreach (ReceiveLoop loop in _loops)
        {
            loop.Start();
        }
    }

    /// <summary>Totals of every socket since start. Any thread.</summary>
    public IReadOnlyList<UdpSocketStatistics> Statistics() => [.. _loops.Select(loop => loop.Statistics())];

    /// <summary>Stops the threads and closes the sockets; returns when they are gone.</summary>
    public void Dispose()
    {
        foreach (ReceiveLoop loop in _loops)
        {
            loop.RequestStop();
        }

        foreach (ReceiveLoop loop in _loops)
        {
            loop.Dispose();
        }
    }

    private ReceiveLoop MakeLoop(Socket socket, int index)
    {
        int granted = SFlowSocket.GrowBuffer(socket, _options.ReceiveBufferBytes);
        if (granted < SmallBufferBytes && index == 0)
        {
            LogSmallBuffer(granted / 1024, Math.Max(_options.ReceiveBufferBytes, SmallBufferBytes));
        }

        return new ReceiveLoop(index, socket, granted, _sinks[index], _options, _time, _logger);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The kernel does not let agents choose their receive thread: an agent that sends from several UDP ports may be spread over several shards")]
    private partial void LogNotSteered();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The UDP buffer for sFlow is only {Kilobytes} kB, so bursts will be lost; allow more with: sysctl -w net.core.rmem_max={Wanted}")]
    private partial void LogSmallBuffer(int kilobytes, int wanted);
}
