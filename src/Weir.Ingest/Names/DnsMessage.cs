using System.Buffers.Binary;
using System.Text;
using Weir.Wire;

namespace Weir.Ingest.Names;

/// <summary>Questions for names of addresses and their answers (RFC 1035 section 4; PTR records; RFC 3596 section 2.5 for IPv6).</summary>
internal static class DnsMessage
{
    /// <summary>Largest message over UDP without extensions (RFC 1035 section 2.3.4).</summary>
    public const int MostBytes = 512;

    private const int HeaderBytes = 12;
    private const ushort PointerType = 12;
    private const ushort InternetClass = 1;
    private const ushort RecursionDesired = 0x0100;
    private const ushort ResponseFlag = 0x8000;
    private const int MostJumps = 32;
    private const int MostNameBytes = 255;

    /// <summary>Result codes (RFC 1035 section 4.1.1).</summary>
    private enum Code
    {
        None = 0,
        NoSuchName = 3,
    }

    /// <summary>Writes a question.</summary>
    /// <param name="target">At least <see cref="MostBytes"/>.</param>
    /// <param name="id">Identifier that the answer must repeat.</param>
    /// <param name="address">Address whose name is wanted.</param>
    /// <returns>Bytes written.</returns>
    public static int WriteQuestion(Span<byte> target, ushort id, NetworkAddress address)
    {
        target[..HeaderBytes].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(target, id);
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], RecursionDesired);
        BinaryPrimitives.WriteUInt16BigEndian(target[4..], 1);
        int at = HeaderBytes;
        foreach (string label in ReverseName(address).Split('.'))
        {
            target[at++] = (byte)label.Length;
            at += Encoding.ASCII.GetBytes(label, target[at..]);
        }

        target[at++] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(target[at..], PointerType);
        BinaryPrimitives.WriteUInt16BigEndian(target[(at + 2)..], InternetClass);
        return at + 4;
    }

    /// <summary>Reads an answer; takes any bytes.</summary>
    /// <param name="message">The message.</param>
    /// <param name="question">The question as it was sent, identifier included.</param>
    /// <param name="name">The name with its final dot; null when there is none.</param>
    /// <param name="seconds">How long the answer holds; 0 when it says nothing of it.</param>
    /// <returns>False when it is no answer to the question, or the server could not tell.</returns>
    public static bool TryReadAnswer(ReadOnlySpan<byte> message, ReadOnlySpan<byte> question, out string? name, out uint seconds)
    {
        name = null;
        seconds = 0;
        if (message.Length < question.Length || message.Length < HeaderBytes || !message[..2].SequenceEqual(question[..2]))
        {
            return false;
        }

        ushort flags = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        Code code = (Code)(flags & 15);
        bool repeats = BinaryPrimitives.ReadUInt16BigEndian(message[4..]) == 1 && IsSameQuestion(message[HeaderBytes..question.Length], question[HeaderBytes..]);
        if ((flags & ResponseFlag) == 0 || !repeats || code is not (Code.None or Code.NoSuchName))
        {
            return false;
        }

        int answers = code == Code.None ? BinaryPrimitives.ReadUInt16BigEndian(message[6..]) : 0;
        int at = question.Length;
        for (int i = 0; i < answers && TryReadRecord(message, ref at, ref name, ref seconds); i++)
        {
            if (name is not null)
            {
                break;
            }
        }

        return true;
    }

    private static string ReverseName(NetworkAddress address)
    {
        if (address.Family == NetworkFamily.V4)
        {
            uint value = (uint)address.Low;
            return $"{value & 255}.{(value >> 8) & 255}.{(value >> 16) & 255}.{value >> 24}.in-addr.arpa";
        }

        StringBuilder name = new();
        UInt128 bits = new(address.High, address.Low);
        for (int i = 0; i < 32; i++)
        {
            name.Append("0123456789abcdef"[(int)(uint)(bits >> (4 * i)) & 15]).Append('.');
        }

        return name.Append("ip6.arpa").ToString();
    }

    // Servers may change the case of letters (RFC 1035 section 2.3.3).
    private static bool IsSameQuestion(ReadOnlySpan<byte> answered, ReadOnlySpan<byte> asked) => Ascii.EqualsIgnoreCase(answered, asked);

    private static bool TryReadRecord(ReadOnlySpan<byte> message, ref int at, ref string? name, ref uint seconds)
    {
        if (!TryReadName(message, at, out _, out int next) || next > message.Length - 10)
        {
            return false;
        }

        ReadOnlySpan<byte> head = message[next..];
        int length = BinaryPrimitives.ReadUInt16BigEndian(head[8..]);
        at = next + 10 + length;
        if (at > message.Length)
        {
            return false;
        }

        if (BinaryPrimitives.ReadUInt16BigEndian(head) == PointerType && BinaryPrimitives.ReadUInt16BigEndian(head[2..]) == InternetClass
            && TryReadName(message, next + 10, out string? target, out _))
        {
            name = target;
            seconds = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
        }

        return true;
    }

    /// <summary>Reads a name, following pointers back into the message (RFC 1035 section 4.1.4).</summary>
    private static bool TryReadName(ReadOnlySpan<byte> message, int at, out string? name, out int next)
    {
        StringBuilder text = new();
        name = null;
        next = -1;
        for (int jumps = 0; (uint)at < (uint)message.Length;)
        {
            int length = message[at];
            if (length == 0)
            {
                next = next < 0 ? at + 1 : next;
                name = text.Length == 0 ? "." : text.ToString();
                return true;
            }

            if (length >= 0xc0)
            {
                if (at + 1 >= message.Length || ++jumps > MostJumps)
                {
                    return false;
                }

                next = next < 0 ? at + 2 : next;
                at = ((length & 0x3f) << 8) | message[at + 1];
                continue;
            }

            if (length > 63 || at + 1 + length > message.Length || text.Length + length + 1 > MostNameBytes)
            {
                return false;
            }

            AppendLabel(text, message.Slice(at + 1, length));
            at += 1 + length;
        }

        return false;
    }

    // A label may hold any byte; only what is harmless in a key is shown.
    private static void AppendLabel(StringBuilder text, ReadOnlySpan<byte> label)
    {
        foreach (byte letter in label)
        {
            text.Append(char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)'-' or (byte)'_' or (byte)'/' ? (char)letter : '?');
        }

        text.Append('.');
    }
}
