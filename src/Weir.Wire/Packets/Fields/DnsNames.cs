namespace Weir.Wire.Packets.Fields;

/// <summary>Reads domain names in wire form, with compression (RFC 1035 section 4.1.4). Never throws, never loops, never allocates.</summary>
public static class DnsNames
{
    /// <summary>Longest name in wire form, in bytes (RFC 1035 section 3.1).</summary>
    public const int MaxWireLength = 255;

    /// <summary>Steps over a name; false when it is malformed or the capture ends inside it.</summary>
    /// <param name="message">The message from its first byte.</param>
    /// <param name="start">Where the name begins.</param>
    /// <param name="end">First byte behind the name, in the place it was found; not behind what compression points to.</param>
    public static bool TrySkip(ReadOnlySpan<byte> message, int start, out int end) => TryWalk(message, start, default, write: false, out _, out end);

    /// <summary>Writes a name as text: lower case, dots between labels and at the end; unusual bytes as <c>\ddd</c>.</summary>
    /// <param name="message">The message from its first byte.</param>
    /// <param name="start">Where the name begins.</param>
    /// <param name="target">1020 bytes always suffice.</param>
    /// <param name="written">Bytes of ASCII text.</param>
    /// <param name="end">First byte behind the name, in the place it was found.</param>
    /// <returns>False when the name is malformed or cut, or the target too short.</returns>
    public static bool TryFormat(ReadOnlySpan<byte> message, int start, Span<byte> target, out int written, out int end) =>
        TryWalk(message, start, target, write: true, out written, out end);

    private static bool TryWalk(ReadOnlySpan<byte> message, int start, Span<byte> target, bool write, out int written, out int end)
    {
        int at = start;
        int wireLength = 0;
        int earliest = start;
        written = 0;
        end = 0;
        while ((uint)at < (uint)message.Length)
        {
            byte length = message[at];
            if (length >= 0xc0)
            {
                // A pointer may only go back, and each further back than the last: so there are no loops.
                int to = at + 1 < message.Length ? ((length & 0x3f) << 8) | message[at + 1] : int.MaxValue;
                end = end == 0 ? at + 2 : end;
                if (to >= earliest)
                {
                    return false;
                }

                at = earliest = to;
                continue;
            }

            wireLength += length + 1;
            if (length > 63 || wireLength > MaxWireLength || at + 1 + length > message.Length)
            {
                return false;
            }

            if (length == 0)
            {
                end = end == 0 ? at + 1 : end;
                return !write || written > 0 || TryAppend((byte)'.', target, ref written);
            }

            if (write && !TryAppendLabel(message.Slice(at + 1, length), target, ref written))
            {
                return false;
            }

            at += length + 1;
        }

        return false;
    }

    private static bool TryAppendLabel(ReadOnlySpan<byte> label, Span<byte> target, ref int written)
    {
        foreach (byte letter in label)
        {
            if (!TryAppendLetter(letter, target, ref written))
            {
                return false;
            }
        }

        return TryAppend((byte)'.', target, ref written);
    }

    private static bool TryAppendLetter(byte letter, Span<byte> target, ref int written)
    {
        if (letter is > 0x20 and < 0x7f and not ((byte)'.' or (byte)'\\' or (byte)','))
        {
            bool upper = letter is >= (byte)'A' and <= (byte)'Z';
            return TryAppend(upper ? (byte)(letter | 0x20) : letter, target, ref written);
        }

        return TryAppend((byte)'\\', target, ref written)
            && TryAppend((byte)('0' + (letter / 100)), target, ref written)
            && TryAppend((byte)('0' + (letter / 10 % 10)), target, ref written)
            && TryAppend((byte)('0' + (letter % 10)), target, ref written);
    }

    private static bool TryAppend(byte letter, Span<byte> target, ref int written)
    {
        if (written >= target.Length)
        {
            return false;
        }

        target[written++] = letter;
        return true;
    }
}
