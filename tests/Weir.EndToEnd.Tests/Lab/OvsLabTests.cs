using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Weir.Testing;
using Weir.Wire.SFlow;

namespace Weir.EndToEnd.Tests.Lab;

[Collection(OvsLab.Collection)]
public sealed class OvsLabTests
{
    private const uint Sampling = 5;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lab_StreamBetweenNamespaces_ArrivesAsFlowAndCounterSamples()
    {
        string? whyNot = OvsLab.WhyNot();
        Assert.SkipWhen(whyNot is not null, whyNot ?? "");
        using Socket collector = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 1 << 20 };
        collector.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        OvsLabOptions options = new() { SFlowPort = ((IPEndPoint)collector.LocalEndPoint!).Port, Sampling = (int)Sampling };
        ConcurrentQueue<byte[]> datagrams = [];
        using (CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel))
        {
            Task receiving = ReceiveAsync(collector, datagrams, stop.Token);
            using OvsLab lab = await OvsLab.CreateAsync(options, Cancel);
            await lab.SendAsync(count: 1_000, payloadBytes: 400, packetsPerSecond: 1_000, Cancel);
            await lab.ProvokePortUnreachableAsync(count: 20, Cancel);
            Assert.True(await Condition.HoldsAsync(() => Count(datagrams, SampleType.Flow) > 100 && Count(datagrams, SampleType.Counters) > 3, Cancel));
            await stop.CancelAsync();
            await receiving;
        }

        Assert.Null(OvsLab.WhyNot());
    }

    private static async Task ReceiveAsync(Socket collector, ConcurrentQueue<byte[]> datagrams, CancellationToken stop)
    {
        byte[] buffer = new byte[65_536];
        try
        {
            while (true)
            {
                int length = await collector.ReceiveAsync(buffer, stop);
                datagrams.Enqueue(buffer[..length]);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static int Count(IEnumerable<byte[]> datagrams, uint sampleType)
    {
        int count = 0;
        foreach (byte[] payload in datagrams)
        {
            Assert.True(Datagram.TryRead(payload, out Datagram datagram, out _));
            SampleReader samples = datagram.Samples;
            while (samples.TryRead(out Sample sample))
            {
                count += sample.Tag == sampleType ? 1 : 0;
            }
        }

        return count;
    }
}
