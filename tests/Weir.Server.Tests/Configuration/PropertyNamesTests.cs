using Weir.Export.Sinks;
using Weir.Server.Configuration;

namespace Weir.Server.Tests.Configuration;

public class PropertyNamesTests
{
    [Theory]
    [InlineData("http.prot", "http.port")]
    [InlineData("sflow.prot", "sflow.port")]
    [InlineData("weir.lokki.url", "weir.loki.url")]
    [InlineData("weir.spool.sizes", "weir.spool.size")]
    [InlineData("weir.bgp.maxRoutes", "weir.bgp.maxroutes")]
    [InlineData("scriptfile", "script.file")]
    [InlineData("httpport", "http.port")]
    public void Doubts_Misspelt_NamesWhatWasMeant(string name, string meant)
    {
        Assert.Equal($"Property {name} is none of Weir's, only scripts see it; did you mean {meant}?", Assert.Single(Doubts(name)));
    }

    [Fact]
    public void Doubts_FamilyWithoutAnythingNear_SaysSoAlone()
    {
        Assert.Equal("Property http.cors.origins is none of Weir's, only scripts see it", Assert.Single(Doubts("http.cors.origins")));
    }

    [Theory]
    [InlineData("ddos_protect.router")]
    [InlineData("ddos_protect.loki.host")]
    [InlineData("bench.threshold")]
    [InlineData("weir.loki.labels.site")]
    [InlineData("weir.bgp.password.192.0.2.1")]
    [InlineData("top-ports.limit")]
    public void Doubts_OfScriptsSinksAndRouters_AreNone(string name)
    {
        Assert.Empty(Doubts(name));
    }

    [Fact]
    public void Doubts_EveryNameThatIsKnown_AreNone()
    {
        Assert.Empty(PropertyNames.Doubts(PropertyNames.All, []));
    }

    private static IEnumerable<string> Doubts(string name) => PropertyNames.Doubts([name], SinkTypes.All.Select(type => type.Name));
}
