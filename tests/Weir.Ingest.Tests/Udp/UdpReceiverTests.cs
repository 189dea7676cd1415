using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Ingest.Udp;
using Weir.Testing;

namespace Weir.Ingest.Tests.Udp;

public sealed class UdpReceiverTests
{
    private static readonly byte[] Payload = [0, 0, 0, 5, 1, 2, 3];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Receive_FromIPv4_ArrivesWithPlainAddress(bool portable)
    {
        RecordingSink sink = new();
        using UdpReceiver receiver = Start(new UdpReceiverOptions { Port = 0, Portable = portable }, sink);
        using Socket sender = Sender(AddressFamily.InterNetwork);
        sender.SendTo(Payload, new IPEndPoint(IPAddress.Loopback, receiver.LocalEndPoint!.Port));
        Assert.True(await Condition.HoldsAsync(() => sink.Datagrams == 1, Cancel));
        Assert.Equal(["00000005010203"], sink.Payloads);
        Assert.Equal(["127.0.0.1"], sink.Sources);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Receive_FromIPv6_ArrivesAtTheSameSocket(bool portable)
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "IPv6 is off on this machine");
        RecordingSink sink = new();
        using UdpReceiver receiver = Start(new UdpReceiverOptions { Port = 0, Portable = portable }, sink);
        using Socket sender = Sender(AddressFamily.InterNetworkV6);
        sender.SendTo(Payload, new IPEndPoint(IPAddress.IPv6Loopback, receiver.LocalEndPoint!.Port));
        Assert.True(await Condition.HoldsAsync(() => sink.Datagrams == 1, Cancel));
        Assert.Equal(["::1"], sink.Sources);
    }

    [Fact]
    public async Task Receive_OnIPv4Address_Arrives()
    {
        RecordingSink sink = new();
        using UdpReceiver receiver = Start(Loopback(), sink);
        using Socket sender = Sender(AddressFamily.InterNetwork);
        sender.SendTo(Payload, receiver.LocalEndPoint!);
        Assert.True(await Condition.HoldsAsync(() => sink.Datagrams == 1, Cancel));
        Assert.Equal(["127.0.0.1"], sink.Sources);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1472)]
    [InlineData(65_507)]
    public async Task Receive_AnySize_ArrivesWhole(int size)
    {
        byte[] payload = new byte[size];
        new Random(7).NextBytes(payload);
        RecordingSink sink = new();
        using UdpReceiver receiver = Start(Loopback(), sink);
        using Socket sender = Sender(AddressFamily.InterNetwork);
        sender.SendTo(payload, receiver.LocalEndPoint!);
        Assert.True(await Condition.HoldsAsync(() => sink.Datagrams == 1, Cancel));
        Assert.Equal(Convert.ToHexStringLower(payload), sink.Payloads[0]);
        Assert.Equal(size, receiver.Statistics()[0].Bytes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Receive_Nothing_TimeMovesOn(bool portable)
    {
        RecordingSink sink = new();
        using UdpReceiver receiver = Start(Loopback(portable), sink);
        Assert.True(await Condition.HoldsAsync(() => sink.Advances >= 3, Cancel));
        Assert.False(sink.WentBackwards);
        Assert.False(sink.WasMisused);
    }

    [Fact]
    public async Task Receive_SourceNotAllowed_CountsAndDrops()
    {
        UdpReceiverOptions options = new() { Port = 0, Allowed = SourceFilter.Parse("192.0.2.0/24, ::1") };
        RecordingSink sink = new();
        using UdpReceiver receiver = Start(options, sink);
        using Socket sender = Sender(AddressFamily.InterNetwork);
        sender.SendTo(Payload, new IPEndPoint(IPAddress.Loopback, receiver.LocalEndPoint!.Port));
        Assert.True(await Condition.HoldsAsync(() => receiver.Statistics()[0].Refused == 1, Cancel));
        Assert.Equal(0, sink.Datagrams);
        Assert.Equal(0, receiver.Statistics()[0].Datagrams);
    }

    [Fact]
    public async Task Receive_BufferOverflows_KernelDropsAreCounted()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux says how much it dropped");
        const int Sent = 400;
        using ManualResetEventSlim open = new();
        RecordingSink sink = new() { OnDatagram = (_, _) => open.Wait(Condition.Patience) };
        UdpReceiverOptions options = Loopback();
        options.ReceiveBufferBytes = 16_384;
        using UdpReceiver receiver = Start(options, sink);
        using Socket sender = Sender(AddressFamily.InterNetwork);
        byte[] payload = new byte[1000];
        for (int i = 0; i < Sent; i++)
        {
            sender.SendTo(payload, receiver.LocalEndPoint!);
        }

        open.Set();
        Assert.True(await Condition.HoldsAsync(() => receiver.Statistics()[0] is var s && s.Datagrams + s.KernelDrops == Sent, Cancel));
        Assert.InRange(receiver.Statistics()[0].KernelDrops, 1, Sent - 1);
    }

    [Fact]
    public async Task Receive_SinkThrows_NextDatagramStillArrives()
    {
        RecordingSink sink = new() { OnDatagram = (payload, _) => Assert.NotEqual(0xff, payload[0]) };
        using UdpReceiver receiver = Start(Loopback(), sink);
        using Socket sender = Sender(AddressFamily.InterNetwork);
        sender.SendTo([0xff], receiver.LocalEndPoint!);
        sender.SendTo([1], receiver.LocalEndPoint!);
        Assert.True(await Condition.HoldsAsync(() => sink.Datagrams == 1, Cancel));
        Assert.Equal(1, receiver.Statistics()[0].Faults);
        Assert.Equal(2, receiver.Statistics()[0].Datagrams);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Receive_SteadyState_AllocatesNothing(bool portable)
    {
        const int Rounds = 200;
        const int PerRound = 16;
        CountingSink sink = new(warmUp: Rounds * PerRound / 2);
        using UdpReceiver receiver = Start(Loopback(portable), sink);
        using Socket sender = Sender(AddressFamily.InterNetwork);
        byte[] payload = new byte[1200];
        for (int round = 1; round <= Rounds; round++)
        {
            for (int i = 0; i < PerRound; i++)
            {
                sender.SendTo(payload, receiver.LocalEndPoint!);
            }

            Assert.True(await Condition.HoldsAsync(() => sink.Datagrams >= round * PerRound, Cancel));
        }

        long idle = sink.Idle;
        Assert.True(await Condition.HoldsAsync(() => sink.Idle > idle + 2, Cancel));

        // The runtime allocates once or twice when it exchanges code; one object per datagram or batch would be there before more than a hundred.
        Assert.InRange(sink.AllocationsSinceWarmUp, 0, 5);
    }

    [Fact]
    public async Task Receive_TwoShards_ShareThePortAndLoseNothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "SO_REUSEPORT balancing is Linux");
        const int Senders = 64;
        RecordingSink[] sinks = [new(), new()];
        using UdpReceiver receiver = Start(Loopback(), sinks);
        for (int i = 0; i < Senders; i++)
        {
            using Socket sender = Sender(AddressFamily.InterNetwork);
            sender.SendTo([0, 0, 0, 5, 0, 0, 0, 1, 10, 0, 0, (byte)i], receiver.LocalEndPoint!);
        }

        Assert.True(await Condition.HoldsAsync(() => sinks.Sum(s => s.Datagrams) == Senders, Cancel));
        Assert.All(sinks, s => Assert.NotEqual(0, s.Datagrams));
        Assert.Equal([0, 1], receiver.Statistics().Select(s => s.Shard));
    }

    [Fact]
    public async Task Receive_FourShards_TheAgentInTheDatagramChoosesTheShard()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "SO_REUSEPORT balancing is Linux");
        const int Agents = 48;
        const int Ports = 6;
        RecordingSink[] sinks = [new(), new(), new(), new()];
        using UdpReceiver receiver = Start(Loopback(), sinks);
        for (int port = 0; port < Ports; port++)
        {
            using Socket sender = Sender(AddressFamily.InterNetwork);
            for (byte agent = 0; agent < Agents; agent++)
            {
                byte[] address = agent % 2 == 0 ? [1, 10, 0, 0, agent] : [2, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, agent];
                sender.SendTo([0, 0, 0, 5, 0, 0, 0, .. address, (byte)port], receiver.LocalEndPoint!);
            }
        }

        Assert.True(await Condition.HoldsAsync(() => sinks.Sum(s => s.Datagrams) == Agents * Ports, Cancel));
        Assert.All(sinks, s => Assert.True(s.Datagrams >= Ports));
        IEnumerable<string> placed = sinks.SelectMany((s, i) => s.Payloads.Select(p => $"{p[..^2]} {i}"));
        Assert.Equal(Agents, placed.Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Start_PortInUse_SaysWhichAndByWhom(int shards)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the owner is known on Linux only");
        RecordingSink[] sinks = [.. Enumerable.Range(0, shards).Select(_ => new RecordingSink())];
        using UdpReceiver first = Start(Loopback(), sinks);
        UdpReceiverOptions options = Loopback();
        options.Port = first.LocalEndPoint!.Port;
        using UdpReceiver second = new(options, sinks, TimeProvider.System, NullLogger.Instance);
        IngestException e = Assert.Throws<IngestException>(second.Start);
        Assert.StartsWith($"UDP port {options.Port} is in use by ", e.Message, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId};", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_ForeignAddress_Throws()
    {
        UdpReceiverOptions options = new() { Port = 0, Address = IPAddress.Parse("192.0.2.1") };
        using UdpReceiver receiver = new(options, [new RecordingSink()], TimeProvider.System, NullLogger.Instance);
        IngestException e = Assert.Throws<IngestException>(receiver.Start);
        Assert.Contains("192.0.2.1 is not an address of this machine", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_SmallBuffer_WarnsOnceWithTheSysctl()
    {
        ListLogger logger = new();
        UdpReceiverOptions options = Loopback();
        options.ReceiveBufferBytes = 100_000;
        RecordingSink sink = new();
        using UdpReceiver receiver = new(options, [sink], TimeProvider.System, logger);
        receiver.Start();
        Assert.True(await Condition.HoldsAsync(() => sink.Advances > 0, Cancel));
        string line = Assert.Single(logger.Lines);
        Assert.Contains("sysctl -w net.core.rmem_max=2097152", line, StringComparison.Ordinal);
        Assert.Contains("97 kB", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_WhileReceiving_EndsTheThreadAndFreesThePort()
    {
        RecordingSink sink = new();
        UdpReceiver receiver = Start(Loopback(), sink);
        Assert.True(await Condition.HoldsAsync(() => sink.Caller is not null, Cancel));
        int port = receiver.LocalEndPoint!.Port;
        receiver.Dispose();
        Assert.False(sink.Caller!.IsAlive);
        using Socket again = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        again.Bind(new IPEndPoint(IPAddress.Loopback, port));
    }

    private static UdpReceiverOptions Loopback(bool portable = false) => new() { Port = 0, Address = IPAddress.Loopback, Portable = portable };

    private static UdpReceiver Start(UdpReceiverOptions options, params IDatagramSink[] sinks)
    {
        UdpReceiver receiver = new(options, sinks, TimeProvider.System, NullLogger.Instance);
        receiver.Start();
        return receiver;
    }

    private static Socket Sender(AddressFamily family) => new(family, SocketType.Dgram, ProtocolType.Udp);
}
