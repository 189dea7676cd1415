using System.Globalization;
using Weir.Export.Events;

namespace Weir.SpoolLoad;

/// <summary>What the commands take.</summary>
internal sealed record LoadOptions
{
    private static readonly string[] Known = ["--from", "--events", "--window", "--rate", "--bytes", "--commits", "--to", "--http", "--tcp"];
    private readonly Dictionary<string, long> _numbers = [];

    /// <summary>Folder, file or port.</summary>
    public required string Target { get; init; }

    public long From => Number("--from", 1);

    public long Events => Number("--events", 200_000);

    public int Rate => (int)Number("--rate", 0);

    public static LoadOptions Read(string target, ReadOnlySpan<string> rest)
    {
        LoadOptions options = new() { Target = target };
        for (int i = 0; i < rest.Length; i += 2)
        {
            if (!Known.Contains(rest[i]))
            {
                throw new FormatException($"unknown option {rest[i]}");
            }

            options._numbers[rest[i]] = long.Parse(rest[i + 1], NumberStyles.None, CultureInfo.InvariantCulture);
        }

        return options;
    }

    public long Number(string name, long otherwise) => _numbers.GetValueOrDefault(name, otherwise);

    /// <summary>An event as a threshold makes it: about 400 bytes of JSON. Its number is in the message.</summary>
    public static WeirEvent Event(long number) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"01995f0c7d3a7{number:x19}"),
        TimeNs = 1_795_317_300_000_000_000 + (number * 1_000),
        Severity = EventSeverity.Warning,
        Kind = EventKinds.Threshold,
        Service = "bench",
        Subject = "10.0.0.1",
        Message = string.Create(CultureInfo.InvariantCulture, $"number={number}; udp_reflection 10.0.0.1 is above 100000 packets a second"),
        Fields =
        [
            new("agent", FieldValue.Of("192.0.2.14")), new("dataSource", FieldValue.Of("3")), new("metric", FieldValue.Of("ddos_udp_reflection")),
            new("threshold", FieldValue.Of(100_000L)), new("value", FieldValue.Of(123_456.5 + number)), new("flowKey", FieldValue.Of("10.0.0.1,53")),
        ],
    };
}
