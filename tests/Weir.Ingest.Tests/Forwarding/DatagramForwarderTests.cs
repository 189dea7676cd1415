using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Weir.Ingest.Forwarding;
using Weir.Testing;

namespace Weir.Ingest.Tests.Forwarding;

public class DatagramForwarderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_TwoCollectors_EachGetsTheBytesAndIsCounted()
    {
        using UdpClient first = Listen();
        using UdpClient second = Listen();
        using DatagramForwarder forwarder = new(() => null);
        Assert.Null(forwarder.Set("first", "127.0.0.1", PortOf(first)));
        Assert.Null(forwarder.Set("second", "localhost", PortOf(second)));
        forwarder.Send([1, 2, 3]);
        Assert.Equal([1, 2, 3], (await first.ReceiveAsync(Cancel)).Buffer);
        Assert.Equal(1, forwarder.Collectors["first"].Sent);
        Assert.Equal(1, forwarder.Collectors["second"].Sent + forwarder.Collectors["second"].Dropped);
    }

    [Fact]
    public async Task Set_SameNameAgain_ReplacesTheCollector()
    {
        using UdpClient before = Listen();
        using UdpClient now = Listen();
        using DatagramForwarder forwarder = new(() => null);
        Assert.Null(forwarder.Set("copy", "127.0.0.1", PortOf(before)));
        Assert.Null(forwarder.Set("copy", "127.0.0.1", PortOf(now)));
        forwarder.Send([7]);
        Assert.Equal([7], (await now.ReceiveAsync(Cancel)).Buffer);
        Assert.Equal(0, before.Available);
    }

    [Fact]
    public void Clear_Collector_GetsNothingMore()
    {
        using UdpClient listener = Listen();
        using DatagramForwarder forwarder = new(() => null);
        Assert.Null(forwarder.Set("copy", "127.0.0.1", PortOf(listener)));
        Assert.True(forwarder.Clear("copy"));
        Assert.False(forwarder.Clear("copy"));
        forwarder.Send([7]);
        Assert.Empty(forwarder.Collectors);
        Assert.Equal(0, listener.Available);
    }

    [Fact]
    public void Set_WhereWeirListensItself_IsRefused()
    {
        using DatagramForwarder forwarder = new(() => new IPEndPoint(IPAddress.IPv6Any, 6343));
        Assert.Contains("where this Weir listens itself", forwarder.Set("loop", "127.0.0.1", 6343), StringComparison.Ordinal);
        Assert.Contains("where this Weir listens itself", forwarder.Set("loop", "::1", 6343), StringComparison.Ordinal);
        Assert.Null(forwarder.Set("other", "127.0.0.1", 6344));
    }

    [Fact]
    public void Set_NameWithoutAddress_IsRefused()
    {
        using DatagramForwarder forwarder = new(() => null);
        Assert.StartsWith("'collector.invalid' cannot be sent to: ", forwarder.Set("copy", "collector.invalid", 6343), StringComparison.Ordinal);
        Assert.Empty(forwarder.Collectors);
    }

    [Fact]
    public void Set_OneTooMany_IsRefusedAndTheOthersStay()
    {
        using DatagramForwarder forwarder = new(() => null);
        for (int i = 0; i < DatagramForwarder.MaxCollectors; i++)
        {
            Assert.Null(forwarder.Set(i.ToString(CultureInfo.InvariantCulture), "127.0.0.1", 6343));
        }

        Assert.Equal("there are 16 already, the most that are possible", forwarder.Set("more", "127.0.0.1", 6343));
        Assert.Null(forwarder.Set("0", "127.0.0.1", 6344));
        Assert.Equal(DatagramForwarder.MaxCollectors, forwarder.Collectors.Count);
    }

    [Fact]
    public async Task Send_NobodyListens_IsCountedAndDoesNotThrow()
    {
        UdpClient gone = Listen();
        int port = PortOf(gone);
        gone.Dispose();
        using DatagramForwarder forwarder = new(() => null);
        Assert.Null(forwarder.Set("copy", "127.0.0.1", port));
        Assert.True(await Condition.HoldsAsync(
            () =>
            {
                forwarder.Send([1]);
                return forwarder.Collectors["copy"].Dropped > 0;
            },
            Cancel));
    }

    private static UdpClient Listen() => new(new IPEndPoint(IPAddress.Loopback, 0));

    private static int PortOf(UdpClient client) => ((IPEndPoint)client.Client.LocalEndPoint!).Port;
}
