namespace Weir.Wire.Packets.Fields;

/// <summary>What the bits of a <see cref="PacketField"/> mean (sFlow v5, sampled_header).</summary>
public enum PacketFieldType : byte
{
    /// <summary>Unsigned number.</summary>
    Number,

    /// <summary>One bit, true or false.</summary>
    Flag,

    /// <summary>Flags shown as binary text.</summary>
    Bits,

    /// <summary>IEEE 802 address, 6 bytes.</summary>
    Mac,

    /// <summary>IPv4 address, 4 bytes.</summary>
    Ip4,

    /// <summary>IPv6 address, 16 bytes.</summary>
    Ip6,
}
