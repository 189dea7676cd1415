using System.Diagnostics;
using Weir.Analytics;
using Weir.Scripting.Forwarding;

namespace Weir.Scripting.Calls;

/// <summary>The engine itself: version, properties, counters, forwarding.</summary>
internal sealed class SystemCalls(AnalyticsEngine engine, ScriptOptions options, IForwardingService forwarding)
{
    private const int SFlowPort = 6343;

    public void AddTo(CallTable table)
    {
        table.Add("version", _ => options.Version);
        table.Add("analyzer", _ => Analyzer());
        table.Add("getSystemProperty", a => options.Properties.GetValueOrDefault(a.Text(0) ?? ""));
        table.Add("getSystemPropertyNames", _ => options.Properties.Keys.ToArray());
        table.Add("setForward", a => forwarding.SetForward(a.Demand(0, "setForward: the name"), a.Demand(1, "setForward: the address"), a.Whole(2, SFlowPort, 1, ushort.MaxValue)));
        table.Add("clearForward", a => forwarding.ClearForward(a.Text(0) ?? ""));
    }

    private Dictionary<string, double> Analyzer()
    {
        EngineStatistics statistics = engine.Statistics();
        using Process self = Process.GetCurrentProcess();
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        Dictionary<string, double> values = new()
        {
            ["uptime"] = (DateTime.UtcNow - self.StartTime.ToUniversalTime()).TotalMilliseconds,
            ["sFlowAgents"] = statistics.Agents,
            ["sFlowDatagramsReceived"] = statistics.DatagramsReceived,
            ["sFlowBytesReceived"] = statistics.BytesReceived,
            ["sFlowParseErrors"] = statistics.DecodeErrors.Values.Sum(),
            ["sFlowUnsupportedVersion"] = statistics.DecodeErrors.GetValueOrDefault("UnsupportedVersion"),
            ["sFlowDatagramsDiscarded"] = statistics.AgentsRefused,
            ["availableProcessors"] = Environment.ProcessorCount,
            ["heapMax"] = memory.TotalAvailableMemoryBytes,
            ["heapUsed"] = GC.GetTotalMemory(false),
            ["threadCount"] = self.Threads.Count,
            ["gcTime"] = GC.GetTotalPauseDuration().TotalMilliseconds,
            ["gcCount"] = GC.CollectionCount(0),
            ["cpuTime"] = self.TotalProcessorTime.TotalMilliseconds,
            ["memTotal"] = memory.TotalAvailableMemoryBytes,
            ["flowsGenerated"] = statistics.FlowsGenerated,
            ["eventsGenerated"] = statistics.EventsGenerated,
        };
        foreach ((string name, double value) in options.AnalyzerExtras?.Invoke() ?? new Dictionary<string, double>())
        {
            values[name] = value;
        }

        return values;
    }
}
