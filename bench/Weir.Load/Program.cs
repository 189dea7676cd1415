using System.Globalization;
using System.Net;
using System.Text.Json;
using Weir.Load;
using Weir.Wire;

const string Usage = """
    weir-load pcap FILE  [--profile a5|b7] [--samples N] [--seed N]      writes a capture; the same options give the same bytes
    weir-load blast PORT [--profile a5|b7] [--samples N] [--seed N]
                         [--rate N] [--seconds S] [--sockets N] [--ring N]  sends to 127.0.0.1:PORT; rate in datagrams a second, 0 = flat out
    weir-load latency PORT --listen PORT [--trials N]                    sends one crossing datagram a trial to 127.0.0.1:PORT, where a Weir
                                                                         runs bench/latency.js with -Dbench.port= the port to listen on
    weir-load storm PORT --listen PORT --rest URL --log FILE
                         [--rounds N] [--trials N] [--seed N]            the same attacks in calm and storm in turn, see bench/delivery
    weir-load attack PORT[,PORT] --victim IPV4 [--pps N] [--sampling N]
                         [--seconds S] [--seed N]                        sends the samples of one attack to every port
    weir-load fleet PORT [--agents N] [--ports N] [--interval S]
                         [--rate N] [--seconds S] [--spoof 1] [--victims N]  sends what a fleet of agents sends; rate in flow samples a second
    weir-load rest URL --paths 'PATH|PATH' [--seconds S]                 asks the paths in turn and says how long answers took
    Prints one JSON object: datagrams, flowSamples, counterSamples, bytes, seconds, datagramsPerSecond, errors;
    for latency: trials, lost, handlerMedianMs, handlerP99Ms, receiverMedianMs, receiverP99Ms;
    for attack: startedMs, samples; for storm: trials, missing and of each pair of sides a, b, ratio, low, high, a99, b99.
    """;

try
{
    return await RunAsync(args);
}
catch (Exception e) when (e is FormatException or OverflowException or IOException or UnauthorizedAccessException or HttpListenerException or HttpRequestException)
{
    Console.Error.WriteLine($"weir-load: {e.Message}");
    return 2;
}

static async Task<int> RunAsync(string[] args)
{
    if (args.Length < 2 || args.Length % 2 != 0)
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }

    Dictionary<string, string> options = args.Skip(2).Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
    string[] known = ["--profile", "--samples", "--seed", "--rate", "--seconds", "--sockets", "--ring", "--listen", "--trials", "--victim", "--pps", "--sampling",
        "--agents", "--ports", "--interval", "--spoof", "--victims", "--paths", "--rounds", "--log", "--rest"];
    if (options.Keys.FirstOrDefault(k => !known.Contains(k)) is { } unknown)
    {
        throw new FormatException($"unknown option {unknown}");
    }

    string profile = options.GetValueOrDefault("--profile", "a5");
    WorkloadOptions workload = WorkloadOptions.Find(profile) ?? throw new FormatException($"unknown profile {profile}; there are a5 and b7");
    workload = workload with { Seed = (ulong)Number(options, "--seed", 1, 0, 1e15) };
    long samples = (long)Number(options, "--samples", 1_000_000, 1, 1e12);
    object result = args[0] switch
    {
        "pcap" => PcapOutput.Write(args[1], workload, samples),
        "blast" => new Blaster(workload, ReadBlast(args[1], options, samples)).Run(),
        "attack" => RunAttack(args[1], options),
        "fleet" => new Fleet(ReadFleet(args[1], options)).Run(),
        "rest" => await new RestProbe(new Uri(args[1]), options.GetValueOrDefault("--paths", "/version").Split('|'), Number(options, "--seconds", 10, 0.1, 600)).RunAsync(),
        "storm" => await MeasureStormAsync(args[1], options),
        "latency" => await MeasureLatencyAsync(args[1], options),
        _ => throw new FormatException($"unknown command {args[0]}"),
    };
    Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
    return 0;
}

static async Task<LatencyResult> MeasureLatencyAsync(string port, Dictionary<string, string> options)
{
    int listen = (int)Number(options, "--listen", 0, 1, IPEndPoint.MaxPort);
    using LatencyProbe probe = new((int)Range(port, "port", 1, IPEndPoint.MaxPort), listen);
    return await probe.RunAsync((int)Number(options, "--trials", 300, 1, 100_000));
}

static async Task<StormResult> MeasureStormAsync(string port, Dictionary<string, string> options)
{
    using StormProbe probe = new(new StormOptions
    {
        SflowPort = (int)Range(port, "port", 1, IPEndPoint.MaxPort),
        ListenPort = (int)Number(options, "--listen", 0, 1, IPEndPoint.MaxPort),
        Rest = new Uri(options.GetValueOrDefault("--rest", "http://127.0.0.1:8008/")),
        Log = options.GetValueOrDefault("--log", ""),
        Rounds = (int)Number(options, "--rounds", 10, 1, 1_000),
        Trials = (int)Number(options, "--trials", 25, 1, 999),
        Seed = (ulong)Number(options, "--seed", 1, 0, 1e15),
    });
    return await probe.RunAsync();
}

static AttackResult RunAttack(string ports, Dictionary<string, string> options)
{
    if (!NetworkAddress.TryParse(options.GetValueOrDefault("--victim", ""), out NetworkAddress victim))
    {
        throw new FormatException("--victim must be an address");
    }

    using Attack attack = new(new AttackOptions
    {
        Ports = [.. ports.Split(',').Select(port => (int)Range(port, "port", 1, IPEndPoint.MaxPort))],
        Victim = victim,
        PacketsPerSecond = Number(options, "--pps", 100_000, 1, 1e9),
        SamplingRate = (int)Number(options, "--sampling", 1_000, 1, 1e9),
        Seconds = Number(options, "--seconds", 5, 0.001, 60),
        Seed = (ulong)Number(options, "--seed", 1, 0, 1e15),
    });
    return attack.Run();
}

static FleetOptions ReadFleet(string port, Dictionary<string, string> options) => new()
{
    Port = (int)Range(port, "port", 1, IPEndPoint.MaxPort),
    Agents = (int)Number(options, "--agents", 10_000, 1, 100_000),
    Ports = (int)Number(options, "--ports", 48, 1, 1_000),
    Interval = Number(options, "--interval", 20, 0, 3_600),
    Rate = Number(options, "--rate", 200_000, 0, 1e8),
    Seconds = Number(options, "--seconds", 60, 0.001, 600),
    Spoof = Number(options, "--spoof", 0, 0, 1) > 0,
    Victims = (int)Number(options, "--victims", 65_536, 1, 65_536),
};

static BlastOptions ReadBlast(string port, Dictionary<string, string> options, long samples) => new()
{
    Port = (int)Range(port, "port", 1, IPEndPoint.MaxPort),
    Rate = Number(options, "--rate", 0, 0, 1e8),
    Seconds = Number(options, "--seconds", 5, 0.001, 120),
    FlowSamples = options.ContainsKey("--samples") ? samples : long.MaxValue,
    Sockets = (int)Number(options, "--sockets", 16, 1, 1024),
    Ring = (int)Number(options, "--ring", 8192, 1, 200_000),
};

static double Number(Dictionary<string, string> options, string name, double fallback, double least, double most) =>
    options.TryGetValue(name, out string? text) ? Range(text, name, least, most) : fallback;

static double Range(string text, string name, double least, double most) =>
    double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most
        ? value
        : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{name} must be a number from {least} to {most}, not {text}"));
