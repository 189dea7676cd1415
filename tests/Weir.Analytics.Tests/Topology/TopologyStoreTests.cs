using System.Text.Json;
using Weir.Analytics.Topology;
using Weir.Wire;
using Xunit;

namespace Weir.Analytics.Tests.Topology;

public sealed class TopologyStoreTests
{
    private const string Leaf = "192.0.2.1";
    private const string Spine = "192.0.2.2";

    private static readonly NetworkAddress LeafAddress = NetworkAddress.FromV4(0xc0000201);
    private static readonly NetworkAddress SpineAddress = NetworkAddress.FromV4(0xc0000202);

    private readonly TopologyStore _store = new();

    [Fact]
    public void Set_NodesSection_BindsInterfaces()
    {
        Set("""
            {"links":{"L1":{"node1":"leaf","port1":"swp1","node2":"spine","port2":"swp2"}},
             "nodes":{"leaf":{"agent":"192.0.2.1","dpid":"00aa","tag":"edge","ports":{"swp1":{"ifindex":"3","ofport":"1"},"swp9":{"ifindex":9}}},
                      "spine":{"agent":"192.0.2.2","ports":{"swp2":{"ifindex":4}}}}}
            """);

        Assert.Equal("L1", _store.View.LinkName(LeafAddress, 3));
        Assert.True(_store.View.IsCore(SpineAddress, 4));
        Assert.True(_store.View.IsEdge(LeafAddress, 9));
        Assert.False(_store.View.IsEdge(NetworkAddress.FromV4(1), 9));
        Assert.Equal(new InterfaceLink("L1", "L1", "leaf", "swp1", "spine", "swp2"), _store.InterfaceToLink(Leaf, "3"));
        Assert.Equal(new InterfacePort("leaf", "swp1", "00aa", "1"), _store.InterfaceToPort(Leaf, "3"));
        Assert.Equal(new InterfacePort("leaf", null, "00aa", null), _store.InterfaceToPort(Leaf, "77"));
        Assert.Null(_store.InterfaceToLink(Leaf, "9"));
        Assert.Equal(
            [new LinkInterface("leaf", "swp1", Leaf, "3"), new LinkInterface("spine", "swp2", Spine, "4")], _store.LinkToInterfaces("L1"));
    }

    [Fact]
    public void Set_NamesReportedByAgents_BindWithoutNodesSection()
    {
        _store.OnHostName(LeafAddress, "leaf");
        _store.OnPortName(new InterfaceKey(LeafAddress, 3), "swp1");
        Set("""{"links":{"L1":{"node1":"leaf","port1":"swp1","node2":"spine","port2":"swp2"}}}""");
        Assert.True(_store.View.IsCore(LeafAddress, 3));
        Assert.Equal([new LinkInterface("leaf", "swp1", Leaf, "3"), new LinkInterface("spine", "swp2", null, null)], _store.LinkToInterfaces("L1"));

        _store.OnHostName(SpineAddress, "spine");
        _store.OnPortName(new InterfaceKey(SpineAddress, 8), "swp2");
        Assert.True(_store.View.IsCore(SpineAddress, 8));
        Assert.Equal(Spine, _store.AgentForNode("spine"));

        _store.OnPortName(new InterfaceKey(SpineAddress, 8), "swp7");
        Assert.False(_store.View.IsCore(SpineAddress, 8));
        Assert.Equal("swp7", _store.InterfaceToPort(Spine, "8")!.Port);

        _store.OnHostName(SpineAddress, "other");
        Assert.False(_store.View.Contains(SpineAddress));
        Assert.Null(_store.NodesForAgent(Spine));
    }

    [Fact]
    public void Set_NodesShareAnAgent_TheInterfaceDecides()
    {
        Set("""
            {"links":{"L1":{"node1":"s1","port1":"s1-eth1","node2":"s2","port2":"s2-eth1"}},
             "nodes":{"s1":{"agent":"192.0.2.1","ports":{"s1-eth1":{"ifindex":"3"}}},
                      "s2":{"agent":"192.0.2.1","ports":{"s2-eth1":{"ifindex":"5"}}}}}
            """);

        Assert.Equal(["s1", "s2"], _store.NodesForAgent(Leaf));
        Assert.Equal(["s2"], _store.NodesForAgent(Leaf, "5"));
        Assert.Equal("s1", _store.InterfaceToLink(Leaf, "3")!.LocalNode);
        Assert.Equal("s2", _store.InterfaceToLink(Leaf, "5")!.LocalNode);
    }

    [Fact]
    public void Get_WhatWasSet_ComesBackWithVersionAndFurtherAttributes()
    {
        Assert.Null(_store.Get());
        Assert.Null(_store.Version);
        Set("""{"version":77,"links":{},"nodes":{"leaf":{"agent":"192.0.2.1","tag":"edge","x":[1]}}}""");
        Assert.Equal("""{"version":0,"links":{},"nodes":{"leaf":{"agent":"192.0.2.1","tag":"edge","x":[1]}}}""", _store.Get()!.Value.GetRawText());

        Set(_store.Get()!.Value.GetRawText());
        Assert.Equal(1, _store.Version);
        Assert.Equal("edge", _store.Node("leaf")!.Value.GetProperty("tag").GetString());
    }

    [Theory]
    [InlineData("[]", "topology")]
    [InlineData("""{"links":[]}""", "links")]
    [InlineData("""{"links":{"L":{"node1":"a","port1":"1","node2":"b"}}}""", "links.L.port2")]
    [InlineData("""{"nodes":{"a":{"agent":"nowhere"}}}""", "nodes.a.agent")]
    [InlineData("""{"nodes":{"a":{"ports":{"p":{"ifindex":"x"}}}}}""", "nodes.a.ports.p.ifindex")]
    public void Set_BadTopology_SaysWhereAndKeepsTheOld(string json, string path)
    {
        Set("""{"links":{"L1":{"node1":"a","port1":"1","node2":"b","port2":"1"}}}""");

        Assert.Equal(path, Assert.Single(_store.Set(JsonElement.Parse(json))).Path);
        Assert.Equal(0, _store.Version);
        Assert.Equal(["a", "b"], _store.NodeNames());
    }

    [Fact]
    public void Paths_Ring_AreFoundInOrderOfLength()
    {
        Set("""
            {"links":{"ab":{"node1":"a","port1":"1","node2":"b","port2":"1"},"bc":{"node1":"b","port1":"2","node2":"c","port2":"1"},
                      "cd":{"node1":"c","port1":"2","node2":"d","port2":"1"},"da":{"node1":"d","port1":"2","node2":"a","port2":"2"}}}
            """);
        TopologyPaths paths = new(_store.Definition!);

        Assert.Equal(2, paths.Diameter());
        Assert.Equal([["ab"], ["da", "cd", "bc"]], paths.Shortest("a", "b", 5, 10));
        Assert.Equal([["ab"]], paths.Shortest("a", "b", 5, 2));
        Assert.Empty(paths.Shortest("a", "nowhere", 1, 10));
        Assert.Equal(["ab", "bc", "cd"], paths.SpanningTree());
    }

    [Fact]
    public void Hosts_Learned_AreFoundUntilTheyAge()
    {
        MacAddress mac = new(0x001122334455);
        _store.Hosts.Learn(LeafAddress, 3, mac, 10, NetworkAddress.FromV4(0x0a000001), 0);
        _store.Hosts.Learn(LeafAddress, 4, mac, 0, new NetworkAddress(1, 2, NetworkFamily.V6), 1_000);
        _store.Hosts.Learn(LeafAddress, 4, new MacAddress(0x01005e000001), 0, default, 1_000);

        LocatedHost host = _store.Hosts.Find(mac, 2_000)!;
        Assert.Equal(new InterfaceKey(LeafAddress, 4), host.Place);
        Assert.Equal(10u, host.Vlan);
        Assert.Equal(NetworkFamily.V4, host.V4.Family);
        Assert.Equal(NetworkFamily.V6, host.V6.Family);
        Assert.Equal(1, _store.Hosts.Count);
        Assert.Null(_store.Hosts.Find(mac, HostLocator.LifetimeUs + 2_000));
    }

    private void Set(string json) => Assert.Empty(_store.Set(JsonElement.Parse(json)));
}
