using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Weir.Analytics.Flows.Tables;

/// <summary>What there is to know about sixteen slots of a table without looking at what is in them. 32 bytes, half a cache line.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SlotGroup
{
    /// <summary>Bytes of the structure.</summary>
    public const int Bytes = 32;

    /// <summary>One byte a slot: seven bits of its key's hash and the bit that says it is in use; 0 when it is free.</summary>
    public Vector128<byte> Tags;

    /// <summary>Largest rank that the group gave up, see <see cref="FlowTable"/>.</summary>
    public double GivenUp;

    /// <summary>Keys that were looked for here first, or on their way, and went past.</summary>
    public int PassedBy;

    /// <summary>Bit n: the key in slot n has another home.</summary>
    public ushort Displaced;
}
