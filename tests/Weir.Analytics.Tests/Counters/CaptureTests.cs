using Weir.Testing;
using Weir.Wire;
using Xunit;

namespace Weir.Analytics.Tests.Counters;

/// <summary>Datagrams of real agents; the expected numbers were worked out by hand from what an independent decoder prints.</summary>
public sealed class CaptureTests
{
    private static readonly NetworkAddress Host = NetworkAddress.FromV4(0x0a630001);
    private static readonly NetworkAddress Switch = NetworkAddress.FromV4(0x7f000001);

    [Fact]
    public void Hsflowd_Capture_GivesTheRatesOfItsInterface()
    {
        CounterFeed feed = Feed("agents/hsflowd.pcap");

        // Octets 6201 to 12360 and packets 41 to 81 between uptimes 9400 and 14540 ms.
        Assert.Equal((12_360 - 6_201) / 5.140, feed.Number("3", "ifinoctets", Host), 9);
        Assert.Equal((81 - 41) / 5.140, feed.Number("3", "ifinpkts", Host), 9);
        Assert.Equal((6_394 - 3_218) / 5.140 * 800 / 10e9, feed.Number("3", "ifoututilization", Host), 12);
        Assert.Equal("v0", feed.Value("3", "ifname", Host));
        Assert.Null(feed.Value("3", "ifinmulticastpkts", Host));
    }

    [Fact]
    public void Hsflowd_FirstTwoHostSamples_GiveItsLoad()
    {
        CounterFeed feed = Feed("agents/hsflowd.pcap", 17);

        // user +1310, system +1030, idle +7080 ms; the other times stood still.
        Assert.Equal(100.0 * 1_310 / 9_420, feed.Number("2.1", "cpu_user", Host), 9);
        Assert.Equal(100 - (100.0 * 7_080 / 9_420), feed.Number("2.1", "cpu_utilization", Host), 9);
        Assert.Equal(25_276_502_016.0 - 21_203_480_576 - 42_090_496 - 3_254_689_792, feed.Number("2.1", "mem_used", Host));
        Assert.Equal(100 * (270_553_174_016 - 73_046_413_312) / 270_553_174_016.0, feed.Number("2.1", "disk_utilization", Host), 9);
        Assert.Equal(73.0, feed.Value("2.1", "part_max_used", Host));
        Assert.Equal("vm", feed.Value("2.1", "host_name", Host));
        Assert.Equal("6571e19b-6571-519b-a571-e19b6571e19b", feed.Value("2.1", "uuid", Host));
        Assert.Equal("vm", feed.Agents.All[Host].HostName);
    }

    [Fact]
    public void OpenVSwitch_FirstTwoSamples_GiveItsPortAndDatapath()
    {
        CounterFeed feed = Feed("agents/ovs_a.pcap", 7);

        Assert.Equal("u1", feed.Value("1007", "ifname", Switch));
        Assert.Equal(7.0, feed.Value("1007", "of_port", Switch));
        Assert.Equal(602.0, feed.Number("1007", "ifinoctets", Switch), 9);
        Assert.Equal(1_408.0 * 800 / 100e6, feed.Number("1007", "ifoututilization", Switch), 9);
        Assert.Null(feed.Value("1007", "eth_fcserrors", Switch));
        Assert.Equal(50.0, feed.Number("2.1000", "ovs_dp_missrate", Switch), 9);
        Assert.Equal(16.0, feed.Value("2.1000", "ovs_dp_flows", Switch));
        Assert.Equal(35.0, feed.Number("2.1000", "app_usertime", Switch), 9);
    }

    [Theory]
    [InlineData("agents/hsflowd.pcap")]
    [InlineData("agents/ovs_a.pcap")]
    [InlineData("overflowd/sflow_0001-0600.pcap")]
    public void AnyCapture_Fed_LosesNothingAndUnderstandsEveryRecord(string file)
    {
        CounterFeed feed = Feed(file);

        Assert.Empty(feed.Table.UnknownFormats);
        Assert.All(feed.Agents.All.Values, static a => Assert.Equal(0, a.DatagramsLost));
        Assert.All(feed.Agents.All.Values, static a => Assert.Equal(0, a.Errors(DecodeError.RecordTooShort)));
    }

    private static CounterFeed Feed(string file, int datagrams = int.MaxValue)
    {
        Assert.SkipUnless(SharedFolder.TryFind(out string shared), SharedFolder.Missing);
        CounterFeed feed = new();
        foreach ((long timeUs, byte[] payload) in TimedCapture.ReadUdp(Path.Combine(shared, "captures", file)).Take(datagrams))
        {
            feed.Process(payload, timeUs);
        }

        return feed;
    }
}
