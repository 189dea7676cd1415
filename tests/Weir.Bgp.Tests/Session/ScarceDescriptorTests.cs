using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Weir.Bgp.Session;
using Weir.Testing;

namespace Weir.Bgp.Tests.Session;

/// <summary>What happens when the process may open nothing more. It holds for the whole process, so these run alone.</summary>
[Collection(Alone.Name)]
public sealed class ScarceDescriptorTests
{
    private const int OpenFiles = 7; // RLIMIT_NOFILE of Linux

    [Fact]
    public async Task Dial_WithoutADescriptor_IsTriedAgain()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs setrlimit");
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Parse("127.0.109.2"), 0));
        listener.Listen();
        ManualTime time = new();
        await using BgpSpeaker speaker = new(new BgpSpeakerOptions { Listen = false }, null, time);
        BgpNeighborOptions neighbor = new()
        {
            Address = IPAddress.Parse("127.0.109.2"),
            RemotePort = ((IPEndPoint)listener.LocalEndPoint!).Port,
            LocalAs = 65000,
            RouterId = IPAddress.Parse("127.0.109.1"),
        };
        Assert.Equal(0, GetLimit(OpenFiles, out Limit limit));
        Assert.Equal(0, SetLimit(OpenFiles, limit with { Now = 3 }));
        bool waits;
        try
        {
            Assert.True(speaker.AddNeighbor(neighbor));
            waits = await Condition.HoldsAsync(() => time.WaitingTimers > 0, TestContext.Current.CancellationToken);
        }
        finally
        {
            Assert.Equal(0, SetLimit(OpenFiles, limit));
        }

        Assert.True(waits, "it has given up");
        time.Advance(neighbor.ConnectRetry);
        using Socket dialled = await listener.AcceptAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Condition.Patience, TestContext.Current.CancellationToken);
        Assert.True(await Condition.HoldsAsync(() => speaker.Neighbors[0].State == ConnectionState.OpenSent, TestContext.Current.CancellationToken));
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "getrlimit")]
    private static extern int GetLimit(int resource, out Limit limit);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "setrlimit")]
    private static extern int SetLimit(int resource, in Limit limit);

    private readonly record struct Limit(nint Now, nint Most);

    [CollectionDefinition(Name, DisableParallelization = true)]
    public sealed class Alone
    {
        public const string Name = "alone in the process";
    }
}
