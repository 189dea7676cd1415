using Weir.Wire.Packets;

namespace Weir.Testing.Packets;

/// <summary>A packet and what it must decode to.</summary>
/// <param name="Stack">Names of its headers.</param>
/// <param name="Bytes">The packet.</param>
/// <param name="Protocol">What it begins with.</param>
public sealed record PacketVector(string Stack, byte[] Bytes, HeaderProtocol Protocol);
