using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Export.Events;

namespace Weir.Export.Tests.Events;

/// <summary>Events of every shape, by seed.</summary>
internal sealed class RandomEvents(int seed)
{
    private static readonly string[] Pieces = ["a", "Z", "0", " ", "\"", "\\", "\n", "\t", "\u0001", "é", "€", "\u2028", "😀", "<", "{", "ÿ", "\uFFFD"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly Random _random = new(seed);
    private long _number;

    public WeirEvent Next() => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"id-{seed}-{++_number}"),
        TimeNs = _random.NextInt64(long.MaxValue / 1_000_000_000 * 1_000_000_000),
        Severity = (EventSeverity)_random.Next(6),
        Kind = "k" + Text(20),
        Service = "s" + Text(20),
        Subject = Text(60),
        Message = Text(_random.Next(20) == 0 ? 4_000 : 100),
        Fields = [.. Enumerable.Range(0, _random.Next(12)).Select(i => new EventField($"f{i}-{Text(8)}", Value()))],
    };

    private string Text(int most)
    {
        StringBuilder text = new();
        for (int i = _random.Next(most / 2); i > 0; i--)
        {
            text.Append(Pieces[_random.Next(Pieces.Length)]);
        }

        return text.ToString();
    }

    private FieldValue Value() => _random.Next(9) switch
    {
        0 => default,
        1 => FieldValue.Of(_random.NextInt64(long.MinValue, long.MaxValue)),
        2 => FieldValue.Of((double)_random.Next(1000)),
        3 => FieldValue.Of(_random.NextDouble() * Math.Pow(10, _random.Next(-300, 300))),
        4 => FieldValue.Of(BitConverter.Int64BitsToDouble(_random.NextInt64(long.MinValue, long.MaxValue))),
        5 => FieldValue.Of(_random.Next(2) == 0),
        6 => FieldValue.Of(JsonSerializer.SerializeToElement(new object?[] { 1, Text(6), null, new { a = Text(4), b = 1.5 } }, Indented)),
        _ => FieldValue.Of(Text(30)),
    };
}
