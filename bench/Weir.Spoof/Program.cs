using System.Globalization;
using System.Text.Json;
using Weir.Spoof;

const string Usage = """
    weir-spoof [--rate N] [--seconds S] [--victims N]   memory of the 14 flows of DDoS protection under forged sources, every sample processed
    Rate in samples a second of engine time, 1000000; seconds of engine time, 300; victims up to 65536. Prints one JSON object; takes as long as it takes.
    """;

Dictionary<string, string> options = args.Length % 2 == 0 ? args.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal) : [];
if (args.Length % 2 != 0 || !TryRead("--rate", 1_000_000, 1, 1e8, out double rate) || !TryRead("--seconds", 300, 0.1, 86_400, out double seconds)
    || !TryRead("--victims", 65_536, 1, 65_536, out double victims))
{
    Console.Error.WriteLine(Usage);
    return 2;
}

Console.WriteLine(JsonSerializer.Serialize(new SpoofRun(rate, seconds, (int)victims).Run(), JsonSerializerOptions.Web));
return 0;

bool TryRead(string name, double fallback, double least, double most, out double value)
{
    value = fallback;
    return !options.TryGetValue(name, out string? text)
        || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value >= least && value <= most);
}
