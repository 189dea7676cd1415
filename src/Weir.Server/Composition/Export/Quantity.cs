using System.Globalization;

namespace Weir.Server.Composition.Export;

/// <summary>Numbers as people read them: three digits and a unit.</summary>
internal static class Quantity
{
    private static readonly string[] Steps = ["", "k", "M", "G", "T", "P"];

    /// <summary>A flow's rate; <paramref name="measured"/> is its definition's value. Bytes are told in bits, as network engineers do.</summary>
    public static string OfFlow(string measured, double rate) => measured switch
    {
        "bytes" => Format(rate * 8, "bit/s"),
        "frames" => Format(rate, "packets/s"),
        _ => Format(rate, "/s"),
    };

    /// <summary>The total of a flow record.</summary>
    public static string OfRecord(string measured, double total) => measured switch
    {
        "bytes" => Format(total, "B"),
        "frames" => Format(total, "packets"),
        _ => Format(total, ""),
    };

    /// <summary>A counter metric's value; the unit is told by its name, where that is known.</summary>
    public static string OfMetric(string name, double value) => name switch
    {
        _ when name.EndsWith("octets", StringComparison.Ordinal) => Format(value * 8, "bit/s"),
        _ when name.EndsWith("pkts", StringComparison.Ordinal) => Format(value, "packets/s"),
        _ when name.EndsWith("utilization", StringComparison.Ordinal) => Format(value, "%"),
        "ifspeed" => Format(value, "bit/s"),
        _ => Format(value, ""),
    };

    private static string Format(double value, string unit)
    {
        int step = 0;
        double shown = value;
        while (Math.Abs(shown) >= 999.5 && step < Steps.Length - 1)
        {
            shown /= 1000;
            step++;
        }

        string digits = shown.ToString(Math.Abs(shown) >= 100 ? "0" : Math.Abs(shown) >= 10 ? "0.#" : "0.##", CultureInfo.InvariantCulture);
        string suffix = Steps[step] + unit;
        return suffix.Length == 0 ? digits : unit == "%" && step == 0 ? digits + unit : $"{digits} {suffix}";
    }
}
