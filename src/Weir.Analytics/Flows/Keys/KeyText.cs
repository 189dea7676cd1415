using System.Buffers.Binary;
using System.Globalization;
using Weir.Wire.Packets.Fields;

namespace Weir.Analytics.Flows.Keys;

/// <summary>Writes the text of key values as UTF-8 without allocation.</summary>
internal static class KeyText
{
    /// <summary>Copies bytes, cutting what is longer than a key may be; false when the target is too short for that.</summary>
    public static bool TryCopy(ReadOnlySpan<byte> bytes, Span<byte> target, out int written)
    {
        ReadOnlySpan<byte> kept = bytes.Length > KeyValue.MaxTextLength ? bytes[..KeyValue.MaxTextLength] : bytes;
        written = kept.TryCopyTo(target) ? kept.Length : 0;
        return written == kept.Length;
    }

    /// <summary>Dotted quad.</summary>
    public static bool TryFormatIp4(uint address, Span<byte> target, out int written)
    {
        written = 0;
        for (int shift = 24; shift >= 0; shift -= 8)
        {
            if (!TryAppendNumber((address >> shift) & 0xff, target, ref written) || (shift > 0 && !TryAppend((byte)'.', target, ref written)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>RFC 5952 text: the longest run of two or more zero groups is shortened, the first of equals.</summary>
    public static bool TryFormatIp6(ulong high, ulong low, Span<byte> target, out int written)
    {
        written = 0;
        if (high == 0 && low >> 32 == 0xffff)
        {
            // RFC 5952 section 5: IPv4-mapped addresses end in a dotted quad.
            return "::ffff:"u8.TryCopyTo(target) && TryAppendMapped((uint)low, target, ref written);
        }

        (int runStart, int runLength) = LongestZeroRun(high, low);
        for (int i = 0; i < 8; i++)
        {
            if (i == runStart)
            {
                if (!TryAppend((byte)':', target, ref written) || (i == 0 && !TryAppend((byte)':', target, ref written)))
                {
                    return false;
                }

                i += runLength - 1;
                continue;
            }

            uint group = Group(high, low, i);
            if (!group.TryFormat(target[written..], out int digits, "x", CultureInfo.InvariantCulture))
            {
                return false;
            }

            written += digits;
            if (i < 7 && !TryAppend((byte)':', target, ref written))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Binary text of a fixed width.</summary>
    public static bool TryFormatBits(ulong value, int width, Span<byte> target, out int written)
    {
        written = 0;
        if (target.Length < width)
        {
            return false;
        }

        for (int bit = width - 1; bit >= 0; bit--)
        {
            target[written++] = (byte)('0' + ((value >> bit) & 1));
        }

        return true;
    }

    /// <summary>Protocol name or number, underscore, port.</summary>
    public static bool TryFormatProtocolPort(byte protocol, ushort port, Span<byte> target, out int written)
    {
        written = 0;
        ReadOnlySpan<byte> name = IpProtocolNames.Of(protocol);
        if (name.IsEmpty ? !TryAppendNumber(protocol, target, ref written) : !TryCopy(name, target, out written))
        {
            return false;
        }

        return TryAppend((byte)'_', target, ref written) && TryAppendNumber(port, target, ref written);
    }

    /// <summary>DNS name in lower case with a final dot; the walk is that of <see cref="DnsNames"/>.</summary>
    public static bool TryFormatDnsName(ReadOnlySpan<byte> header, int messageStart, int nameStart, Span<byte> target, out int written) =>
        DnsNames.TryFormat(header[messageStart..], nameStart, target, out written, out _);

    /// <summary>AS numbers joined by dashes; the members of a set in braces (sFlow v5, <c>as_path_type</c>).</summary>
    public static bool TryFormatAsPath(ReadOnlySpan<byte> segments, Span<byte> target, out int written)
    {
        written = 0;
        while (segments.Length >= 8)
        {
            bool set = BinaryPrimitives.ReadUInt32BigEndian(segments) == 1;
            int count = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(segments[4..]), (uint)(segments.Length - 8) / 4);
            segments = segments[8..];
            if (written > 0 && count > 0 && !TryAppend((byte)'-', target, ref written))
            {
                return false;
            }

            if (!TryAppendList(segments[..(count * 4)], set, target, ref written))
            {
                return false;
            }

            segments = segments[(count * 4)..];
        }

        return true;
    }

    /// <summary>Communities as <c>asn:value</c>, joined by dashes (RFC 1997).</summary>
    public static bool TryFormatCommunities(ReadOnlySpan<byte> communities, Span<byte> target, out int written)
    {
        written = 0;
        for (; communities.Length >= 4; communities = communities[4..])
        {
            uint community = BinaryPrimitives.ReadUInt32BigEndian(communities);
            if ((written > 0 && !TryAppend((byte)'-', target, ref written))
                || !TryAppendNumber(community >> 16, target, ref written)
                || !TryAppend((byte)':', target, ref written)
                || !TryAppendNumber(community & 0xffff, target, ref written))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>MPLS labels, outermost first, joined by dots.</summary>
    public static bool TryFormatLabels(scoped ref SampleContext sample, scoped Span<byte> target, out int written)
    {
        written = 0;
        for (int occurrence = 0; MplsFields.Label.TryRead(sample.Header, in sample.Packet, occurrence, out ulong label); occurrence++)
        {
            if ((written > 0 && !TryAppend((byte)'.', target, ref written)) || !TryAppendNumber((uint)label, target, ref written))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryAppendMapped(uint address, Span<byte> target, ref int written)
    {
        bool fits = TryFormatIp4(address, target[7..], out int quad);
        written = 7 + quad;
        return fits;
    }

    private static bool TryAppendList(ReadOnlySpan<byte> numbers, bool set, Span<byte> target, ref int written)
    {
        if (set && !TryAppend((byte)'{', target, ref written))
        {
            return false;
        }

        for (int i = 0; i < numbers.Length; i += 4)
        {
            if ((i > 0 && !TryAppend((byte)'-', target, ref written))
                || !TryAppendNumber(BinaryPrimitives.ReadUInt32BigEndian(numbers[i..]), target, ref written))
            {
                return false;
            }
        }

        return !set || TryAppend((byte)'}', target, ref written);
    }

    private static bool TryAppend(byte character, Span<byte> target, ref int written)
    {
        if (written >= target.Length)
        {
            return false;
        }

        target[written++] = character;
        return true;
    }

    private static bool TryAppendNumber(uint number, Span<byte> target, ref int written)
    {
        bool fits = number.TryFormat(target[written..], out int digits, default, CultureInfo.InvariantCulture);
        written += digits;
        return fits;
    }

    private static uint Group(ulong high, ulong low, int index) => (uint)((index < 4 ? high : low) >> (48 - (16 * (index & 3)))) & 0xffff;

    private static (int Start, int Length) LongestZeroRun(ulong high, ulong low)
    {
        int bestStart = -1;
        int bestLength = 1;
        int length = 0;
        for (int i = 0; i < 8; i++)
        {
            length = Group(high, low, i) == 0 ? length + 1 : 0;
            if (length > bestLength)
            {
                bestLength = length;
                bestStart = i - length + 1;
            }
        }

        return (bestStart, bestStart < 0 ? 0 : bestLength);
    }
}
