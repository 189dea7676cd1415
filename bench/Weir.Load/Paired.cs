namespace Weir.Load;

/// <summary>Two sets of measurements of the same trials.</summary>
/// <param name="A">Median of the first.</param>
/// <param name="B">Median of the second.</param>
/// <param name="Ratio">The second by the first.</param>
/// <param name="Low">Lower end of the ratio's interval of 95 %.</param>
/// <param name="High">Upper end of it.</param>
/// <param name="A99">99th percentile of the first.</param>
/// <param name="B99">99th percentile of the second.</param>
internal sealed record Paired(double A, double B, double Ratio, double Low, double High, double A99, double B99)
{
    private const int Resamples = 4_000;

    /// <summary>Compares. What disturbs the machine lasts longer than a trial, so whole rounds are drawn again, with both of their sides.</summary>
    /// <param name="rounds">Of each round, both sides.</param>
    /// <param name="seed">Of the drawing.</param>
    public static Paired Of(IReadOnlyList<(double[] A, double[] B)> rounds, ulong seed)
    {
        double[] a = [.. rounds.SelectMany(r => r.A)], b = [.. rounds.SelectMany(r => r.B)];
        SplitMix random = new(seed);
        double[] ratios = new double[Resamples];
        for (int i = 0; i < Resamples; i++)
        {
            (double[] A, double[] B)[] drawn = [.. rounds.Select(_ => rounds[(int)(random.Next() % (ulong)rounds.Count)])];
            ratios[i] = Part([.. drawn.SelectMany(r => r.B)], 0.5) / Part([.. drawn.SelectMany(r => r.A)], 0.5);
        }

        return new Paired(Part(a, 0.5), Part(b, 0.5), Part(b, 0.5) / Part(a, 0.5), Part(ratios, 0.025), Part(ratios, 0.975), Part(a, 0.99), Part(b, 0.99));
    }

    /// <summary>A percentile, linear between neighbours.</summary>
    public static double Part(double[] values, double part)
    {
        if (values.Length == 0)
        {
            return double.NaN;
        }

        double[] sorted = [.. values.Order()];
        double at = part * (sorted.Length - 1);
        int low = (int)at;
        return sorted[low] + ((at - low) * (sorted[Math.Min(low + 1, sorted.Length - 1)] - sorted[low]));
    }
}
