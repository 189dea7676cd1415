using System.Globalization;
using System.Text.Json;
using Weir.Analytics;
using Weir.Analytics.Flows;
using Weir.Server.Verbs;

namespace Weir.Server.Benchmarks;

/// <summary>The definitions a benchmark runs with: a known number of them, or those of a file.</summary>
public static class BenchWorkload
{
    private const string FiveTuple = "ipsource,ipdestination,ipprotocol,or:tcpsourceport:udpsourceport,or:tcpdestinationport:udpdestinationport";

    // Definitions that share nothing with each other but the sample: what one more unrelated definition costs.
    private static readonly FlowDefinition[] Unrelated =
    [
        new() { Keys = "macsource,macdestination", Value = "frames" },
        new() { Keys = "inputifindex,outputifindex", Value = "bytes" },
        new() { Keys = "ethernetprotocol,vlansource", Value = "frames" },
        new() { Keys = "iptos,ipttl", Value = "bytes" },
        new() { Keys = "mask:ipsource:24", Value = "bytes" },
        new() { Keys = "stack", Value = "frames" },
        new() { Keys = "ipdestination,tcpdestinationport", Value = "frames", Filter = "ipprotocol=6" },
        new() { Keys = "ipsource,udpsourceport", Value = "bytes", Filter = "ipprotocol=17" },
    ];

    /// <summary>Installs the workload.</summary>
    /// <param name="engine">Where to.</param>
    /// <param name="flows">
    /// 0 decodes only, 1 the 5-tuple with bytes, 14 the DDoS app's flows with thresholds, another number N the 5-tuple and N-1
    /// unrelated definitions (with an N above the catalogue's size they repeat under other names); otherwise a JSON file with an object of name to definition.
    /// </param>
    /// <returns>How many definitions there are.</returns>
    /// <exception cref="VerbException">The number or the file is wrong.</exception>
    public static int Install(AnalyticsEngine engine, string flows)
    {
        ArgumentNullException.ThrowIfNull(engine);
        if (!int.TryParse(flows, NumberStyles.None, CultureInfo.InvariantCulture, out int count))
        {
            return InstallFile(engine, flows);
        }

        if (count > 1_000)
        {
            throw new VerbException($"--flows {flows}: at most 1000");
        }

        if (count == 14)
        {
            DdosProtectDefinitions.Install(engine);
            return count;
        }

        if (count > 0)
        {
            engine.SetFlow("five_tuple", new FlowDefinition { Keys = FiveTuple, Value = "bytes" });
        }

        for (int i = 1; i < count; i++)
        {
            engine.SetFlow($"unrelated_{i}", Unrelated[(i - 1) % Unrelated.Length]);
        }

        return count;
    }

    private static int InstallFile(AnalyticsEngine engine, string file)
    {
        if (!File.Exists(file))
        {
            throw new VerbException($"--flows {file}: expected decode, lookup, a number, or a JSON file of definitions, and there is no such file");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new VerbException($"--flows {file}: expected an object of definitions by name, such as {{\"f\":{{\"keys\":\"ipsource\",\"value\":\"bytes\"}}}}");
            }

            int count = 0;
            foreach (JsonProperty flow in document.RootElement.EnumerateObject())
            {
                engine.SetFlow(flow.Name, FlowDefinition.FromJson(flow.Value));
                count++;
            }

            return count;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or DefinitionException)
        {
            throw new VerbException($"--flows {file}: {e.Message}");
        }
    }
}
