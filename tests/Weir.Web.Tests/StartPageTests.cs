using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics;
using Weir.Analytics.Flows;
using Weir.Analytics.Thresholds;
using Weir.Testing;

namespace Weir.Web.Tests;

/// <summary>The start page as a browser makes it.</summary>
public partial class StartPageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_AttackAmongQuietFlows_StandsFirstWithUnitsAndThreshold()
    {
        Assert.SkipUnless(Chromium.IsInstalled, Chromium.Missing);
        using AnalyticsEngine engine = new(Feed.Replay, TimeProvider.System, NullLogger.Instance);
        for (int i = 0; i < 8; i++)
        {
            engine.SetFlow($"a_quiet_{i}", new FlowDefinition { Keys = "ipsource", Value = "frames", Filter = "ipprotocol=6" });
        }

        engine.SetFlow("calm", new FlowDefinition { Keys = "ipsource", Value = "bytes" });
        engine.SetFlow("flood", new FlowDefinition { Keys = "ipdestination,udpsourceport", Value = "frames" });
        engine.SetFlow("spread", new FlowDefinition { Keys = "ipdestination", Value = "count:ipsource" });
        engine.SetThreshold("too_many", new ThresholdDefinition { Metric = "flood", Value = 5_000, ByFlow = true });
        await new Feed(engine).StreamAsync(400);

        string page = await ReadAsync(engine);
        string[] headings = [.. Heading().Matches(Card(page, "flows")).Select(match => match.Groups[1].Value)];
        Assert.Equal(["flood", "calm", "spread"], headings);
        Assert.Matches(">spread<.*198\\.51\\.100\\.1<wbr></span><span>1</span>", Card(page, "flows"));
        Assert.Matches("id=\"flows-over\"[^>]*>1 over the threshold<", page);
        Assert.Matches("<li class=\"over\">.*198\\.51\\.100\\.1,<wbr>1000<.*threshold 5\\.00 kpps .*[0-9] kpps<", Card(page, "flows"));
        Assert.Matches("No traffic matches now: .*a_quiet_0<.*a_quiet_7<", Card(page, "flows"));
        Assert.Matches("too_many<.*198\\.51\\.100\\.1,<wbr>1000<.*5\\.[0-9]+ kpps<small>threshold 5\\.00 kpps<", Card(page, "events"));
        Assert.DoesNotContain('\u200b', page);
    }

    [Fact]
    public async Task Page_NothingYet_SaysWhatToDo()
    {
        Assert.SkipUnless(Chromium.IsInstalled, Chromium.Missing);
        using AnalyticsEngine engine = new(new AnalyticsOptions(), TimeProvider.System, NullLogger.Instance);
        string page = await ReadAsync(engine);
        Assert.Contains(">waiting for sFlow<", page, StringComparison.Ordinal);
        Assert.Contains("No flow is defined.", Card(page, "flows"), StringComparison.Ordinal);
        Assert.Contains("No threshold has been crossed.", Card(page, "events"), StringComparison.Ordinal);
        Assert.Contains("No agent has sent anything yet.", Card(page, "agents"), StringComparison.Ordinal);
    }

    private static async Task<string> ReadAsync(AnalyticsEngine engine)
    {
        WebOptions options = new() { Port = 0 };
        using WeirWeb web = new(options, new WebServices { Engine = engine, Version = "9.8-76", Logger = NullLogger.Instance, Time = TimeProvider.System });
        await using WeirWebHost host = await WeirWebHost.StartAsync(web, options, null, Cancel);
        return await Chromium.ReadPageAsync(new Uri(host.Endpoints[0], "html/index.html"), Cancel);
    }

    private static string Card(string page, string id)
    {
        int start = page.IndexOf($"<div id=\"{id}\"", StringComparison.Ordinal);
        Assert.NotEqual(-1, start);
        return page[start..page.IndexOf("</section>", start, StringComparison.Ordinal)];
    }

    [GeneratedRegex("<h3><a [^>]*>([^<]*)</a>")]
    private static partial Regex Heading();
}
