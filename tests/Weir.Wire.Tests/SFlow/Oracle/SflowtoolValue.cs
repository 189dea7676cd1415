using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Weir.Wire.Tests.SFlow.Oracle;

/// <summary>Brings one of our values into the form in which sflowtool writes it.</summary>
internal static class SflowtoolValue
{
    private static readonly string[] Statuses =
        ["SUCCESS", "OTHER", "TIMEOUT", "INTERNAL_ERROR", "BAD_REQUEST", "FORBIDDEN", "TOO_LARGE", "NOT_IMPLEMENTED", "NOT_FOUND", "UNAVAILABLE", "UNAUTHORIZED"];

    private static readonly string[] Directions = ["unknown", "received", "sent"];

    /// <summary>True when both say the same.</summary>
    /// <param name="ours">Our value.</param>
    /// <param name="theirs">The value of sflowtool.</param>
    /// <param name="form">How sflowtool writes this field; empty for text and whole numbers.</param>
    public static bool Same(JsonElement ours, string theirs, string form) => form switch
    {
        "" => Text(ours) == theirs,
        "length" => (Text(ours).Length / 2).ToString(CultureInfo.InvariantCulture) == theirs,
        "hex" => string.Equals(Text(ours), theirs.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase),
        "case" => string.Equals(Text(ours), theirs, StringComparison.OrdinalIgnoreCase),
        "address" => SameAddress(ours, theirs),
        "real" => Math.Abs(ours.GetDouble() - Number(theirs)) < 0.0006,
        "hundredths" => ours.GetUInt32() == (uint)Math.Round(Number(theirs) * 100),
        "hexnumber" => ours.GetUInt64() == ulong.Parse(theirs, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        "status" => Statuses[ours.GetInt32()] == theirs,
        "direction" => Directions[ours.GetInt32()] == theirs,
        "list" => string.Join('-', ours.EnumerateArray().Select(Text)) == theirs,
        "labels" => string.Join('-', ours.EnumerateArray().Select(Label)) == theirs,
        "path" => string.Concat(ours.EnumerateArray().Select(Segment)) == theirs,
        "last" => PathNumbers(ours).LastOrDefault("0") == theirs,
        "first" => PathNumbers(ours).FirstOrDefault("0") == theirs,
        _ => throw new ArgumentException($"Form '{form}' is not known."),
    };

    public static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>sflowtool shows an unknown address as 0.0.0.0 or a dash.</summary>
    public static bool SameAddress(JsonElement ours, string theirs) => ours.ValueKind == JsonValueKind.Null
        ? theirs is "0.0.0.0" or "-"
        : IPAddress.Parse(ours.GetString()!).Equals(IPAddress.Parse(theirs));

    private static string Label(JsonElement entry)
    {
        uint word = entry.GetUInt32();
        return $"{word >> 12}.{(word >> 9) & 7}.{(word >> 8) & 1}.{word & 255}";
    }

    private static string Segment(JsonElement segment)
    {
        string numbers = string.Join('-', segment.GetProperty("as").EnumerateArray().Select(Text));
        return segment.GetProperty("type").GetUInt32() == 1 ? $"({numbers})" : numbers;
    }

    private static IEnumerable<string> PathNumbers(JsonElement path) =>
        path.EnumerateArray().SelectMany(s => s.GetProperty("as").EnumerateArray()).Select(Text);
}
