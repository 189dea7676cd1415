using System.Buffers.Binary;

namespace Weir.Wire.Packets.Fields;

/// <summary>Tunnel identifiers whose place in the header depends on its flags (RFC 2890 section 2, RFC 2637 section 4.1, RFC 2661 section 3.1).</summary>
public static class TunnelIds
{
    /// <summary>Reads the key of a GRE header; false when it has none, or the capture ends before it.</summary>
    /// <param name="header">The sampled header.</param>
    /// <param name="gre">The GRE header in it.</param>
    /// <param name="key">The 32 bits of the key.</param>
    public static bool TryReadGreKey(ReadOnlySpan<byte> header, Layer gre, out uint key)
    {
        key = 0;
        ReadOnlySpan<byte> bytes = Captured(header, gre);
        if (bytes.Length < 4 || (bytes[0] & 0x20) == 0)
        {
            return false;
        }

        // Checksum and offset come first when either the C or the R bit is set.
        int at = (bytes[0] & 0xc0) != 0 ? 8 : 4;
        return bytes.Length >= at + 4 && BinaryPrimitives.TryReadUInt32BigEndian(bytes[at..], out key);
    }

    /// <summary>Reads tunnel and session of an L2TP version 2 header; false for other versions, or when the capture ends before them.</summary>
    /// <param name="header">The sampled header.</param>
    /// <param name="l2tp">The L2TP header in it.</param>
    /// <param name="tunnel">Tunnel identifier.</param>
    /// <param name="session">Session identifier.</param>
    public static bool TryReadL2tp(ReadOnlySpan<byte> header, Layer l2tp, out ushort tunnel, out ushort session)
    {
        tunnel = 0;
        session = 0;
        ReadOnlySpan<byte> bytes = Captured(header, l2tp);
        if (bytes.Length < 2 || (bytes[1] & 0x0f) != 2)
        {
            return false;
        }

        int at = (bytes[0] & 0x40) != 0 ? 4 : 2;
        return bytes.Length >= at + 4
            && BinaryPrimitives.TryReadUInt16BigEndian(bytes[at..], out tunnel)
            && BinaryPrimitives.TryReadUInt16BigEndian(bytes[(at + 2)..], out session);
    }

    private static ReadOnlySpan<byte> Captured(ReadOnlySpan<byte> header, Layer layer) =>
        layer.Offset >= header.Length ? default : header[layer.Offset..Math.Min(layer.Offset + layer.Length, header.Length)];
}
