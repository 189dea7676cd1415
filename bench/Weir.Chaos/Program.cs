using System.Globalization;

namespace Weir.Chaos;

/// <summary>The command: <c>weir-chaos kill | time | disk | drain | receiver | engine | stub</c>.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        Dictionary<string, string> properties = new(StringComparer.Ordinal);
        Dictionary<string, string> options = new(StringComparer.Ordinal);
        for (int i = 1; i < args.Length; i++)
        {
            if (args[i].StartsWith("-D", StringComparison.Ordinal))
            {
                string[] parts = args[i][2..].Split('=', 2);
                properties[parts[0]] = parts[1];
            }
            else if (i + 1 < args.Length)
            {
                options[args[i].TrimStart('-')] = args[++i];
            }
        }

        int seed = Number(options, "seed", Random.Shared.Next(1, 1_000_000));
        switch (args.FirstOrDefault())
        {
            case "engine":
                await EngineHost.RunAsync(int.Parse(properties["http.port"], CultureInfo.InvariantCulture), properties["weir.data"], properties);
                return 0;
            case "stub":
                await StubReceiver.RunAsync();
                return 0;
            case "receiver":
                await StormyReceiver.RunAsync(seed);
                return 0;
            case "kill":
                return (await KillRun.RunAsync(seed, Number(options, "kills", 100), options.GetValueOrDefault("program"), Console.WriteLine, CancellationToken.None)).Holds ? 0 : 1;
            case "time":
                return await TimeRun.RunAsync(seed, Console.WriteLine, CancellationToken.None) ? 0 : 1;
            case "head":
                Console.WriteLine(Verdict.Head);
                return 0;
            case "disk":
                return (await DiskRun.RunAsync(options["data"], Console.WriteLine, CancellationToken.None)).Holds ? 0 : 1;
            case "drain":
                return await DrainRun.RunAsync(Number(options, "events", 200_000), Console.WriteLine, CancellationToken.None) ? 0 : 1;
            default:
                Console.Error.WriteLine("weir-chaos kill [--kills N] [--seed N] [--program weir.dll] | time [--seed N] | head | disk --data FOLDER | drain [--events N] | receiver");
                return 2;
        }
    }

    private static int Number(Dictionary<string, string> options, string name, int otherwise) =>
        options.TryGetValue(name, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
