namespace Weir.Wire.SFlow;

/// <summary>The values by which an agent says that it does not have a counter (sFlow v5, "unknown counter": all ones).</summary>
/// <remarks>Structures keep these values as they came: absent is not zero, and whoever makes rates must leave them out.</remarks>
public static class UnknownCounter
{
    /// <summary>A 32-bit counter, gauge or percentage that the agent does not have.</summary>
    public const uint Value32 = uint.MaxValue;

    /// <summary>A 64-bit counter that the agent does not have.</summary>
    public const ulong Value64 = ulong.MaxValue;
}
