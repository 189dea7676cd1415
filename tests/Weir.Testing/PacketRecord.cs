using Weir.Wire.Packets;

namespace Weir.Testing;

/// <summary>One packet of a capture file.</summary>
/// <param name="Number">Number in the file, from 1.</param>
/// <param name="Protocol">What the bytes begin with.</param>
/// <param name="Bytes">The bytes captured.</param>
public sealed record PacketRecord(int Number, HeaderProtocol Protocol, byte[] Bytes);
