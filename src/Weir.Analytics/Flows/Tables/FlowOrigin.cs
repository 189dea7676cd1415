using System.Runtime.InteropServices;

namespace Weir.Analytics.Flows.Tables;

/// <summary>What a flow gets when it is new, and what is only looked at when somebody asks. 16 bytes.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct FlowOrigin
{
    /// <summary>Whose flow it is; of a free slot, whose it was.</summary>
    public FlowSource? Source;

    /// <summary>What it may have had before it came, see <see cref="FlowTable"/>: the true sum lies between the sum and the two added.</summary>
    public double Error;
}
