using System.Text.Json;

namespace Weir.Scripting.Tests;

/// <summary>Shows what a call and a record cost; asserts only that all arrive, since the machine decides the rest.</summary>
public sealed class LatencyTests
{
    [Fact]
    public async Task Calls_AndRecords_AllArrive()
    {
        const int Records = 100_000;
        const string Source = """
            var times = [];
            for (var i = 0; i < 20000; i++) {
              var start = process.hrtime.bigint();
              getSystemProperty('some.property');
              times.push(Number(process.hrtime.bigint() - start) / 1000);
            }
            times.sort(function(a, b) a - b);
            var seen = 0, sum = 0;
            setFlowHandler(function(rec) { seen++; sum += rec.flowKeys.split(',').length; });
            setHttpHandler(function() { return {p50: times[10000], p99: times[19800], mean: times.reduce(function(a, b) a + b) / 20000, seen: seen}; });
            """;
        await using ScriptLab lab = new ScriptLab().Script("l.js", Source);
        lab.Options.QueueCapacity = Records;
        lab.Options.CallsPerSecond = 1_000_000;
        await lab.StartAsync();
        long began = TimeProvider.System.GetTimestamp();
        for (int i = 0; i < Records; i++)
        {
            lab.Offer(ScriptLab.Record("any", "10.0.0.1,10.0.0.2,17", i));
        }

        await lab.Manager.DrainAsync(TestContext.Current.CancellationToken);
        double seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        JsonElement calls = await lab.JsonAsync("l.js/json");
        TestContext.Current.TestOutputHelper!.WriteLine($"synchronous call in microseconds: {calls.GetRawText()}; {Records / seconds:F0} records/s");
        Assert.Equal(Records, calls.GetProperty("seen").GetInt32());
        Assert.Equal(20_000, lab.Only.Counters.Calls);
    }
}
