using System.Buffers.Binary;
using System.Globalization;

namespace Weir.Wire;

/// <summary>A 48-bit MAC address (IEEE 802), held in the low 48 bits (sFlow v5, <c>mac</c>).</summary>
/// <param name="Value">The address; the first byte on the wire is the most significant.</param>
public readonly record struct MacAddress(ulong Value)
{
    /// <summary>Reads 6 bytes in wire order.</summary>
    public static MacAddress Read(ReadOnlySpan<byte> bytes) =>
        new(((ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]));

    /// <summary>Writes 6 bytes in wire order.</summary>
    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt16BigEndian(target, (ushort)(Value >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(target[2..], (uint)Value);
    }

    /// <summary>Twelve upper-case hexadecimal digits without separators, the form flow keys use.</summary>
    public override string ToString() => Value.ToString("X12", CultureInfo.InvariantCulture);
}
