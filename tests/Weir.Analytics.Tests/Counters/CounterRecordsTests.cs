using Weir.Analytics.Counters;
using Weir.Wire.SFlow;
using Weir.Wire;
using Xunit;

namespace Weir.Analytics.Tests.Counters;

public sealed class CounterRecordsTests
{
    private static readonly DataSource HostSource = new(2, 1);
    private static readonly DataSource GuestSource = new(3, 100001);

    private readonly CounterFeed _feed = new();

    [Fact]
    public void HostCpu_TwoSamples_GivesSharesOfTheTimeThatPassed()
    {
        _feed.Send(HostSource, 1, 0, 2003, Cpu(1_000, 2_000, 7_000, steal: 0));
        _feed.Send(HostSource, 2, 10, 2003, Cpu(1_500, 2_300, 8_100, steal: 100));

        // 500 + 300 + 1100 + 100 ms passed.
        Assert.Equal(25, _feed.Number("2.1", "cpu_user"), 9);
        Assert.Equal(15, _feed.Number("2.1", "cpu_system"), 9);
        Assert.Equal(55, _feed.Number("2.1", "cpu_idle"), 9);
        Assert.Equal(5, _feed.Number("2.1", "cpu_steal"), 9);
        Assert.Equal(45, _feed.Number("2.1", "cpu_utilization"), 9);
        Assert.Equal(0.5, _feed.Number("2.1", "load_one_per_cpu"), 6);
    }

    [Fact]
    public void HostCpu_OlderFormWithoutSteal_IsNoError()
    {
        _feed.Send(HostSource, 1, 0, 2003, Cpu(1_000, 2_000, 7_000, steal: 0)[..68]);
        _feed.Send(HostSource, 2, 10, 2003, Cpu(2_000, 2_000, 8_000, steal: 0)[..68]);

        Assert.Equal(50, _feed.Number("2.1", "cpu_utilization"), 9);
        Assert.Null(_feed.Value("2.1", "cpu_steal"));
        Assert.Equal(0, _feed.State.Errors(DecodeError.RecordTooShort));
    }

    [Fact]
    public void HostMemory_Gauges_GiveUsedAndUtilization()
    {
        _feed.Send(HostSource, 1, 0, 2004, RecordBody.Of(1_000ul, 300ul, 0ul, 100ul, 200ul, 500ul, 400ul, 0u, 0u, 0u, 0u));

        Assert.Equal(400.0, _feed.Value("2.1", "mem_used"));
        Assert.Equal(40.0, _feed.Value("2.1", "mem_utilization"));
        Assert.Equal(20.0, _feed.Value("2.1", "swap_utilization"));
    }

    [Fact]
    public void HostDescription_OnTheHost_NamesTheAgent()
    {
        _feed.Send(HostSource, 1, 0, 2000, RecordBody.Of("leaf1", new byte[16], 3u, 2u, "6.1"));

        Assert.Equal("leaf1", _feed.Value("2.1", "host_name"));
        Assert.Equal("x86_64", _feed.Value("2.1", "machine_type"));
        Assert.Equal("linux", _feed.Value("2.1", "os_name"));
        Assert.Null(_feed.Value("2.1", "uuid"));
        Assert.Equal("leaf1", _feed.State.HostName);
    }

    [Fact]
    public void HostDescription_OnAGuest_HasNamesOfItsOwn()
    {
        byte[] uuid = [0x65, 0x71, 0xe1, 0x9b, 0x65, 0x71, 0x51, 0x9b, 0xa5, 0x71, 0xe1, 0x9b, 0x65, 0x71, 0xe1, 0x9b];
        _feed.Send(GuestSource, 1, 0, 2000, RecordBody.Of("k8s_nginx_web-1_shop_uid_0", uuid, 3u, 2u, "6.1"));

        Assert.Equal("k8s_nginx_web-1_shop_uid_0", _feed.Value("3.100001", "vir_host_name"));
        Assert.Equal("6571e19b-6571-519b-a571-e19b6571e19b", _feed.Value("3.100001", "vir_uuid"));
        Assert.Equal("nginx", _feed.Value("3.100001", "k8s_name"));
        Assert.Equal("shop", _feed.Value("3.100001", "k8s_namespace"));
        Assert.Null(_feed.Value("3.100001", "host_name"));
        Assert.Null(_feed.State.HostName);
    }

    [Theory]
    [InlineData("k8s_POD_web-1_shop_uid_0", null, null, null)]
    [InlineData("web.aaaaabbbbbcccccdddddeeeee.aaaaabbbbbcccccdddddeeeee", null, null, "web")]
    [InlineData("db1", null, null, null)]
    [InlineData("k8s_short", null, null, null)]
    public void GuestName_Parse_KnowsTheirForms(string text, string? name, string? space, string? swarm) =>
        Assert.Equal(new GuestName(name, space, swarm), GuestName.Parse(text));

    [Fact]
    public void VirtualCpu_TwoSamples_GivesPercentPerProcessor()
    {
        _feed.Send(GuestSource, 1, 0, 2101, RecordBody.Of(1u, 1_000u, 2u));
        _feed.Send(GuestSource, 2, 10, 2101, RecordBody.Of(1u, 11_000u, 2u));

        Assert.Equal(50.0, _feed.Value("3.100001", "vir_cpu_utilization"));
        Assert.Equal("running", _feed.Value("3.100001", "vir_cpu_state"));
    }

    [Fact]
    public void Lag_Record_GivesSystemsAndStateBytes()
    {
        _feed.Send(
            new DataSource(0, 3), 1, 0, 7,
            RecordBody.Of(new MacAddress(0x001122334455), new MacAddress(0xaabbccddeeff), 1000u, 0x01023d3fu, 0u, 0u, 0u, 0u, 0u, 0u, 0u, 0u));

        Assert.Equal("001122334455", _feed.Value("3", "agg_actorsystemid"));
        Assert.Equal("AABBCCDDEEFF", _feed.Value("3", "agg_partneropersystemid"));
        Assert.Equal(1000.0, _feed.Value("3", "agg_attachedaggid"));
        Assert.Equal(0x3d, _feed.Number("3", "agg_partneradminportstate"));
        Assert.Equal(0x3f, _feed.Number("3", "agg_partneroperportstate"));
    }

    [Fact]
    public void Optics_Lanes_AreNamedByTheirIndex()
    {
        _feed.Send(
            new DataSource(0, 3), 1, 0, 10,
            RecordBody.Of(7u, 1u, 3300u, -1500, 1u, 1u, 100u, 200u, 10u, 400u, 850u, 300u, 11u, 401u, uint.MaxValue));

        Assert.Equal(-1500.0, _feed.Value("3", "opt_module_temperature"));
        Assert.Equal(200.0, _feed.Value("3", "opt_lane_1_tx_power"));
        Assert.Equal(300.0, _feed.Value("3", "opt_lane_1_rx_power"));
        Assert.Null(_feed.Value("3", "opt_lane_1_rx_wavelength"));
        Assert.Null(_feed.Value("3", "opt_lane_2_tx_power"));
    }

    [Fact]
    public void HardwareTables_Record_GivesUtilizationInBothSpellings()
    {
        object[] words = [.. Enumerable.Repeat<object>(0u, 36)];
        words[0] = 50u;
        words[1] = 200u;
        words[8] = 1u;
        words[9] = 4u;
        words[10] = 300u;
        words[11] = 400u;
        _feed.Send(new DataSource(2, 1), 1, 0, DataFormat.Make(4413, 3), RecordBody.Of(words));

        Assert.Equal(25.0, _feed.Value("2.1", "bcm_host_utilization"));
        Assert.Equal(25.0, _feed.Value("2.1", "bcm_long_ipv6_utilization"));
        Assert.Equal(25.0, _feed.Value("2.1", "bcm_long_ipv6_utilizaton"));
        Assert.Equal(75.0, _feed.Value("2.1", "bcm_total_routes_utilization"));
        Assert.Null(_feed.Value("2.1", "bcm_mac_utilization"));
    }

    [Fact]
    public void Http_TwoSamples_CountsRequestsOverAllMethods()
    {
        object[] before = [.. Enumerable.Repeat<object>(0u, 15)];
        object[] after = [.. Enumerable.Repeat<object>(0u, 15)];
        after[1] = 100u;
        after[8] = 20u;
        after[12] = 30u;
        _feed.Send(GuestSource, 1, 0, 2201, RecordBody.Of(before));
        _feed.Send(GuestSource, 2, 10, 2201, RecordBody.Of(after));

        Assert.Equal(12.0, _feed.Value("3.100001", "http_requests"));
        Assert.Equal(3.0, _feed.Value("3.100001", "http_status_4xx"));
    }

    [Fact]
    public void OpenVSwitch_TwoSamples_GivesTheShareOfMisses()
    {
        _feed.Send(new DataSource(2, 1000), 1, 0, 2207, RecordBody.Of(0u, 0u, 0u, 0u, 5u, 1u));
        _feed.Send(new DataSource(2, 1000), 2, 10, 2207, RecordBody.Of(300u, 100u, 0u, 0u, 6u, 1u));

        Assert.Equal(25.0, _feed.Value("2.1000", "ovs_dp_missrate"));
        Assert.Equal(6.0, _feed.Value("2.1000", "ovs_dp_flows"));
    }

    [Theory]
    [InlineData(8u, 2u, 100u, 8.0)]
    [InlineData(8u, 2u, uint.MaxValue, 80.0)]
    public void Workers_Record_GivesUtilizationOfTheLimitOrOfThoseThereAre(uint active, uint idle, uint max, double expected)
    {
        _feed.Send(GuestSource, 1, 0, 2206, RecordBody.Of(active, idle, max, 0u, 0u));

        Assert.Equal(expected, _feed.Value("3.100001", "workers_utilization"));
    }

    [Fact]
    public void Processor_Record_GivesPercentages()
    {
        _feed.Send(new DataSource(0, 1), 1, 0, 1001, RecordBody.Of(1250u, uint.MaxValue, 100u, 1000ul, 250ul));

        Assert.Equal(12.5, _feed.Value("1", "cpu_5sec"));
        Assert.Null(_feed.Value("1", "cpu_1min"));
        Assert.Equal(75.0, _feed.Value("1", "mem_utilization"));
    }

    [Fact]
    public void OpenFlowPort_Record_GivesTheDatapathAsText()
    {
        _feed.Send(new DataSource(0, 3), 1, 0, 1004, RecordBody.Of(0x0000aa55aa660000ul, 7u));

        Assert.Equal("0000AA55AA660000", _feed.Value("3", "of_dpid"));
        Assert.Equal(7.0, _feed.Value("3", "of_port"));
    }

    [Fact]
    public void StandardNames_All_AreLowerCaseAndUnique()
    {
        Assert.All(CounterRecords.StandardNames, static n => Assert.Equal(n.ToLowerInvariant(), n));
        Assert.Equal(CounterRecords.StandardNames.Count, CounterRecords.StandardNames.Distinct().Count());
    }

    private static byte[] Cpu(uint user, uint system, uint idle, uint steal) =>
        RecordBody.Of(1f, 2f, 3f, 1u, 100u, 2u, 2600u, 1000u, user, 0u, system, idle, 0u, 0u, 0u, 0u, 0u, steal, 0u, 0u);
}
