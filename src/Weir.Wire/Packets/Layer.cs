namespace Weir.Wire.Packets;

/// <summary>Where one protocol header lies inside a sampled header (sFlow v5, sampled_header). 6 bytes.</summary>
/// <param name="Kind">The protocol.</param>
/// <param name="Occurrence">0 for the outermost header of this kind, 1 for the next one inside, and so on.</param>
/// <param name="Offset">First byte, from the start of the sampled header.</param>
/// <param name="Length">Bytes of this header that were captured; may be less than the protocol's own length.</param>
public readonly record struct Layer(LayerKind Kind, byte Occurrence, ushort Offset, ushort Length);
