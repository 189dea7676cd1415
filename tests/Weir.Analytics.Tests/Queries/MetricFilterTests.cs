using System.Text.Json;
using Weir.Analytics.Agents;
using Weir.Analytics.Counters;
using Weir.Analytics.Queries;
using Weir.Analytics.Topology;
using Weir.Wire;
using Weir.Wire.SFlow;
using Xunit;

namespace Weir.Analytics.Tests.Queries;

public sealed class MetricFilterTests
{
    [Theory]
    [InlineData("www.myco.com", "*.myco.com", true)]
    [InlineData("myco.com", "*.myco.com", false)]
    [InlineData("anything", "*", true)]
    [InlineData("abcabd", "*ab*d", true)]
    [InlineData("abc", "a*b", false)]
    [InlineData("Linux", "linux", false)]
    [InlineData("", "*", true)]
    public void MatchesPattern_Text_KnowsWildcards(string text, string pattern, bool expected) =>
        Assert.Equal(expected, MetricFilter.MatchesPattern(new MetricValue(double.NaN, text), pattern));

    [Theory]
    [InlineData(1e9, "1000000000", true)]
    [InlineData(1e9, "1e9", true)]
    [InlineData(1e9, "100000000", false)]
    [InlineData(1e9, "*", true)]
    [InlineData(2, "x", false)]
    public void MatchesPattern_Number_ComparesNumbers(double value, string pattern, bool expected) =>
        Assert.Equal(expected, MetricFilter.MatchesPattern(new MetricValue(value, null), pattern));

    [Fact]
    public void FromJson_ArraysTextsAndNumbers_AreAllPatterns()
    {
        MetricFilter filter = MetricFilter.FromJson(JsonElement.Parse("""{"ifspeed":[1000000000],"os_name":"linux","x":["a","b"]}"""))!;

        Assert.Equal(["1000000000"], filter.Conditions["ifspeed"]);
        Assert.Equal(["linux"], filter.Conditions["os_name"]);
        Assert.Equal(["a", "b"], filter.Conditions["x"]);
        Assert.Null(MetricFilter.FromJson(JsonElement.Parse("null")));
        Assert.Null(MetricFilter.FromJson(JsonElement.Parse("{}")));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("""{"a":{"b":1}}""")]
    public void FromJson_SomethingElse_IsRefused(string json) =>
        Assert.Throws<DefinitionException>(() => MetricFilter.FromJson(JsonElement.Parse(json)));

    [Fact]
    public void Equals_SameConditions_AreEqual()
    {
        MetricFilter a = MetricFilter.FromPairs([("x", "1"), ("y", "2"), ("x", "3")])!;
        MetricFilter b = MetricFilter.FromPairs([("y", "2"), ("x", "1"), ("x", "3")])!;

        Assert.Equal(a, b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.NotEqual(a, MetricFilter.FromPairs([("x", "1"), ("y", "2")]));
    }

    [Fact]
    public void Selector_Words_SelectByTopology()
    {
        TopologyStore store = new();
        Assert.Empty(store.Set(JsonElement.Parse("""
            {"links":{"L":{"node1":"s1","port1":"p1","node2":"s2","port2":"p1"}},
             "nodes":{"s1":{"agent":"10.0.0.1","ports":{"p1":{"ifindex":"1"}}}}}
            """)));
        AgentState inside = new(NetworkAddress.FromV4(0x0a000001)) { HostName = "leaf1" };
        AgentState outside = new(NetworkAddress.FromV4(0x0a000002));

        Assert.Equal("TTTT", Selected("ALL", store.View, inside, outside));
        Assert.Equal("TTTF", Selected("TOPOLOGY", store.View, inside, outside));
        Assert.Equal("TFFF", Selected("CORE", store.View, inside, outside));
        Assert.Equal("FTTF", Selected("EDGE", store.View, inside, outside));
        Assert.Equal("TTTF", Selected("leaf1", store.View, inside, outside));
        Assert.Equal("TTTT", Selected("10.0.0.1;10.0.0.2", store.View, inside, outside));
        Assert.Equal("FFFT", Selected("10.0.0.2,nowhere", store.View, inside, outside));
        Assert.Equal("FFFF", Selected(null, store.View, inside, outside));
    }

    /// <summary>T or F for a link port, an edge port and the host of the first agent, and a port of the second.</summary>
    private static string Selected(string? text, TopologyView view, AgentState inside, AgentState outside)
    {
        AgentSelector selector = AgentSelector.Parse(text);
        bool[] matches =
        [
            selector.Matches(inside, new DataSource(0, 1), view), selector.Matches(inside, new DataSource(0, 2), view),
            selector.Matches(inside, new DataSource(2, 1), view), selector.Matches(outside, new DataSource(0, 1), view),
        ];
        return string.Concat(matches.Select(static m => m ? 'T' : 'F'));
    }
}
