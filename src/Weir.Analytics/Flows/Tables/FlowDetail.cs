using System.Runtime.InteropServices;

namespace Weir.Analytics.Flows.Tables;

/// <summary>What few samples of a flow need: kept apart, so that the others do not bring it into the cache. 48 bytes.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct FlowDetail
{
    /// <summary>Whose flow it is; null when the slot is free.</summary>
    public FlowSource? Source;

    /// <summary>The part of the sum that was sampled on egress: what edge queries leave out.</summary>
    public double Egress;

    /// <summary>What the flow it took over from had: the true sum lies between the sum and the two added.</summary>
    public double Error;

    /// <summary>Scaled total since the last flow record; only where the definition asks for records.</summary>
    public double Total;

    /// <summary>Engine time of the first sample since the last record, in microseconds; only where the definition asks for records.</summary>
    public long FirstUs;

    /// <summary>Next flow in the same bucket of the expiry ring; -1 at the end.</summary>
    public int Next;

    /// <summary>True when there are samples that no flow record has told of; only where the definition asks for records.</summary>
    public bool Pending;
}
