using System.Net;
using System.Net.Sockets;
using Weir.Bgp.Session;
using Weir.Testing;

namespace Weir.Bgp.Tests.Session;

/// <summary>Dialling a neighbour.</summary>
public sealed class DialTests
{
    private const int TooManyOpenFiles = 24; // EMFILE of Linux

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dial_WithoutADescriptor_IsTriedAgain()
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Parse("127.0.109.2"), 0));
        listener.Listen();
        int attempts = 0;
        ManualTime time = new();
        await using BgpSpeaker speaker = new(new BgpSpeakerOptions { Listen = false }, null, time);
        BgpNeighborOptions neighbor = new()
        {
            Address = IPAddress.Parse("127.0.109.2"),
            RemotePort = ((IPEndPoint)listener.LocalEndPoint!).Port,
            LocalAs = 65000,
            RouterId = IPAddress.Parse("127.0.109.1"),
            OpenSocket = family => Interlocked.Increment(ref attempts) == 1 ? throw new SocketException(TooManyOpenFiles) : new Socket(family, SocketType.Stream, ProtocolType.Tcp),
        };
        Assert.True(speaker.AddNeighbor(neighbor));
        Assert.True(await Condition.HoldsAsync(() => time.WaitingTimers > 0, Cancel), "it has given up");
        Assert.Equal(1, attempts);
        time.Advance(neighbor.ConnectRetry);
        using Socket dialled = await listener.AcceptAsync(Cancel).AsTask().WaitAsync(Condition.Patience, Cancel);
        Assert.True(await Condition.HoldsAsync(() => speaker.Neighbors[0].State == ConnectionState.OpenSent, Cancel), $"{speaker.Neighbors[0].State}");
    }
}
