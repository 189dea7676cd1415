using Weir.Wire;
using Xunit;

namespace Weir.Analytics.Tests.Engine;

/// <summary>NetFlow on the sFlow port is counted, and said once an hour for each source.</summary>
public sealed class NetFlowNoticeTests
{
    private const long HourUs = 3_600_000_000;
    private static readonly NetworkAddress Router = NetworkAddress.FromV4(0xc0000201);
    private static readonly NetworkAddress Other = NetworkAddress.FromV4(0xc0000202);

    [Theory]
    [InlineData(9, "NetFlow v9")]
    [InlineData(5, "NetFlow v5")]
    [InlineData(10, "IPFIX")]
    public async Task Process_NetFlow_IsCountedAndSaidWithWhatToDo(byte version, string name)
    {
        ListLogger log = new();
        using AnalyticsEngine engine = new(new AnalyticsOptions { ReplayClock = true, SFlowPort = 6399 }, TimeProvider.System, log);
        Process(engine, version, Router, EngineFeed.StartUs);
        await engine.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, engine.Statistics().DecodeErrors[nameof(DecodeError.NetFlow)]);
        Assert.Equal([$"Warning: 192.0.2.1 sends {name} to the sFlow port 6399: Weir reads sFlow; switch sFlow on there, or point {name} at its own collector"], log.Lines);
    }

    [Fact]
    public async Task Process_MuchNetFlow_IsSaidOncePerSourceAndHour()
    {
        ListLogger log = new();
        using AnalyticsEngine engine = new(new AnalyticsOptions { ReplayClock = true }, TimeProvider.System, log);
        for (int i = 0; i < 1000; i++)
        {
            Process(engine, 9, Router, EngineFeed.StartUs + i);
            Process(engine, 9, Other, EngineFeed.StartUs + i);
        }

        await engine.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, log.Lines.Count);
        Assert.Equal(2000, engine.Statistics().DecodeErrors[nameof(DecodeError.NetFlow)]);
        Process(engine, 9, Router, EngineFeed.StartUs + HourUs);
        await engine.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, log.Lines.Count);
    }

    [Fact]
    public async Task Process_NetFlowOfSpoofedSources_FillsNoLog()
    {
        ListLogger log = new();
        using AnalyticsEngine engine = new(new AnalyticsOptions { ReplayClock = true }, TimeProvider.System, log);
        for (uint i = 0; i < 5000; i++)
        {
            Process(engine, 9, NetworkAddress.FromV4(0x0b000000 + i), EngineFeed.StartUs);
        }

        await engine.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal(257, log.Lines.Count);
    }

    private static void Process(AnalyticsEngine engine, byte version, NetworkAddress source, long timeUs)
    {
        byte[] datagram = [0, version, 0, 1, .. new byte[20]];
        engine.Shards[0].Enter();
        engine.Shards[0].Process(datagram, source, timeUs, 0);
        engine.Shards[0].Exit();
    }
}
