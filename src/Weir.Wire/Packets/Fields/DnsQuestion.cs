using System.Buffers.Binary;

namespace Weir.Wire.Packets.Fields;

/// <summary>The first question of a DNS message (RFC 1035 section 4.1.2).</summary>
/// <param name="NameOffset">Where the name begins, from the start of the message.</param>
/// <param name="Type">Type asked for.</param>
/// <param name="Class">Class asked for; 1 is the Internet.</param>
/// <param name="HasType">True when the capture reaches behind the type.</param>
/// <param name="HasClass">True when the capture reaches behind the class.</param>
public readonly record struct DnsQuestion(int NameOffset, ushort Type, ushort Class, bool HasType, bool HasClass)
{
    private const int HeaderLength = 12;

    /// <summary>Finds the question; false when the message has none or the capture ends inside its name.</summary>
    /// <param name="header">The sampled header.</param>
    /// <param name="dns">The DNS header in it.</param>
    /// <param name="question">The question, when true.</param>
    public static bool TryFind(ReadOnlySpan<byte> header, Layer dns, out DnsQuestion question)
    {
        question = default;
        if (!DnsFields.QuestionCount.TryRead(header, dns, out ulong count) || count == 0)
        {
            return false;
        }

        ReadOnlySpan<byte> message = header[dns.Offset..];
        message = message[..Math.Min(dns.Length, message.Length)];
        if (!DnsNames.TrySkip(message, HeaderLength, out int end))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = message[Math.Min(end, message.Length)..];
        bool hasType = BinaryPrimitives.TryReadUInt16BigEndian(rest, out ushort type);
        bool hasClass = rest.Length >= 4;
        ushort questionClass = hasClass ? BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) : (ushort)0;
        question = new DnsQuestion(HeaderLength, type, questionClass, hasType, hasClass);
        return true;
    }
}
