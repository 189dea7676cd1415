namespace Weir.Wire.SFlow;

/// <summary>Where a sampled packet came in or went out (sFlow v5, <c>interface</c> and <c>interface_expanded</c>).</summary>
/// <param name="Format">How to read the value; formats beyond 2 are kept as they came.</param>
/// <param name="Value">ifIndex, reason or number of interfaces.</param>
public readonly record struct InterfaceId(InterfaceFormat Format, uint Value)
{
    /// <summary>ifIndex that means "the device itself" (sFlow v5, interface format 0).</summary>
    public const uint Internal = 0x3fffffff;

    /// <summary>Unpacks the compact form: top 2 bits format, low 30 bits value.</summary>
    public static InterfaceId FromCompact(uint word) => new((InterfaceFormat)(word >> 30), word & 0x3fffffff);

    /// <summary>Packs into the compact form.</summary>
    public uint ToCompact() => ((uint)Format << 30) | (Value & 0x3fffffff);

    /// <summary>True when the value is a known ifIndex of one interface.</summary>
    public bool IsIfIndex => Format == InterfaceFormat.Single && Value != 0 && Value != Internal;
}
