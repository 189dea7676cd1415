using System.Runtime.InteropServices;

namespace Weir.Analytics.Flows.Tables;

/// <summary>What every sample of a flow changes. 32 bytes; its key follows in the record, texts and extra values lie in arrays beside it.</summary>
/// <remarks>Sums are in the blown-up units of <see cref="DecayClock"/>.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal struct FlowEntry
{
    /// <summary>Sum of the scaled values, of the sampling rates when the value is no rate.</summary>
    public double Sum;

    /// <summary>Number of samples, each worth 1.</summary>
    public double Samples;

    /// <summary>
    /// Sum of the squares of what was added to the sum: the variance of a sum whose terms come by chance, one by one
    /// (compound Poisson), whatever their sizes are.
    /// </summary>
    public double SumSquares;

    /// <summary>Engine time of the last sample, in microseconds.</summary>
    public long LastUs;
}
