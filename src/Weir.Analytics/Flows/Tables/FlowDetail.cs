using System.Runtime.InteropServices;

namespace Weir.Analytics.Flows.Tables;

/// <summary>What few samples of a flow need; there are none as long as no sample needs them. 32 bytes.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct FlowDetail
{
    /// <summary>The part of the sum that was sampled on egress: what edge queries leave out.</summary>
    public double Egress;

    /// <summary>Scaled total since the last flow record; only where the definition asks for records.</summary>
    public double Total;

    /// <summary>
    /// Engine time of the first sample since the last record, or of the one that a record at the start told of, in microseconds; only where
    /// the definition asks for records.
    /// </summary>
    public long FirstUs;

    /// <summary>
    /// True when there are samples that no flow record has told of, or a record at the start that is younger than the active timeout; only
    /// where the definition asks for records.
    /// </summary>
    public bool Pending;
}
