using System.Runtime.InteropServices;

namespace Weir.Analytics.Flows.Tables;

/// <summary>One live flow. 80 bytes; its sum, key words, texts and extra values lie in arrays beside it.</summary>
/// <remarks>Sums are in the blown-up units of <see cref="DecayClock"/>.</remarks>
[StructLayout(LayoutKind.Auto)]
internal struct FlowEntry
{
    /// <summary>The part of the sum that was not sampled on egress: what edge queries add up.</summary>
    public double Ingress;

    /// <summary>Number of samples, each worth 1.</summary>
    public double Samples;

    /// <summary>
    /// Sum of the squares of what was added to the sum: the variance of a sum whose terms come by chance, one by one
    /// (compound Poisson), whatever their sizes are.
    /// </summary>
    public double SumSquares;

    /// <summary>What the entry it took over had: the true sum lies between the sum and the two added.</summary>
    public double Error;

    /// <summary>Scaled total since the last flow record.</summary>
    public double Total;

    /// <summary>Engine time of the first sample since the last record, in microseconds.</summary>
    public long FirstUs;

    /// <summary>Engine time of the last sample, in microseconds.</summary>
    public long LastUs;

    /// <summary>Hash of source and key.</summary>
    public uint Hash;

    /// <summary>Whose flow it is; null when the entry is free.</summary>
    public FlowSource? Source;

    /// <summary>Next entry in the same bucket of the expiry ring, or in the free list; -1 at the end.</summary>
    public int Next;

    /// <summary>True when there are samples that no flow record has told of.</summary>
    public bool Pending;
}
