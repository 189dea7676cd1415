namespace Weir.Analytics.Counters;

/// <summary>The formulas of derived metrics. NaN in, NaN out, unless said otherwise; a percentage is 0 to 100.</summary>
internal static class Formulas
{
    /// <summary>Sum of the inputs that are present; absent when none is.</summary>
    public static double Sum(ReadOnlySpan<double> inputs)
    {
        double sum = double.NaN;
        foreach (double input in inputs)
        {
            sum = double.IsNaN(input) ? sum : double.IsNaN(sum) ? input : sum + input;
        }

        return sum;
    }

    /// <summary>First input over the second; absent when the second is 0.</summary>
    public static double Ratio(ReadOnlySpan<double> inputs) => inputs[1] == 0 ? double.NaN : inputs[0] / inputs[1];

    /// <summary>First input as a percentage of the second; absent when the second is 0.</summary>
    public static double Percent(ReadOnlySpan<double> inputs) => 100 * Ratio(inputs);

    /// <summary>Octets per second over bits per second as a percentage.</summary>
    public static double LinkUtilization(ReadOnlySpan<double> inputs) => 800 * Ratio(inputs);

    /// <summary>First input less all the others; never below 0.</summary>
    public static double Used(ReadOnlySpan<double> inputs)
    {
        double left = inputs[0];
        foreach (double part in inputs[1..])
        {
            left -= part;
        }

        // Math.Max would give NaN too, but says so less plainly.
        return double.IsNaN(left) ? double.NaN : Math.Max(0, left);
    }

    /// <summary><see cref="Used"/> as a percentage of the first input.</summary>
    public static double UsedPercent(ReadOnlySpan<double> inputs) => inputs[0] == 0 ? double.NaN : 100 * Used(inputs) / inputs[0];

    /// <summary>First input as a percentage of the sum of those behind it that are present; absent when nothing moved.</summary>
    public static double Share(ReadOnlySpan<double> inputs)
    {
        double whole = Sum(inputs[1..]);
        return whole == 0 ? double.NaN : 100 * inputs[0] / whole;
    }

    /// <summary>100 less the first input.</summary>
    public static double Busy(ReadOnlySpan<double> inputs) => 100 - inputs[0];

    /// <summary>Milliseconds spent per second, as a percentage.</summary>
    public static double TimePercent(ReadOnlySpan<double> inputs) => inputs[0] / 10;

    /// <summary>Milliseconds spent per second over so many processors, as a percentage; no number of processors counts as one.</summary>
    public static double TimePercentPerCpu(ReadOnlySpan<double> inputs) => inputs[0] / 10 / Math.Max(1, inputs[1]);

    /// <summary>Second input as a percentage of the first two together; 0 when nothing happened.</summary>
    public static double MissRate(ReadOnlySpan<double> inputs)
    {
        double all = inputs[0] + inputs[1];
        return all == 0 ? 0 : 100 * inputs[1] / all;
    }

    /// <summary>Active as a percentage of the most there may be, or of those there are when no limit is known.</summary>
    public static double Workers(ReadOnlySpan<double> inputs)
    {
        bool limited = inputs[2] > 0;
        double whole = limited ? inputs[2] : inputs[0] + inputs[1];
        return whole == 0 ? double.NaN : 100 * inputs[0] / whole;
    }
}
