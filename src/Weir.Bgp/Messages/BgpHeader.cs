using System.Buffers.Binary;
using Weir.Bgp.Addressing;

namespace Weir.Bgp.Messages;

/// <summary>
/// The fixed header of every message (RFC 4271 section 4.1).
/// <code>
/// marker: 16 octets of ones | length: 2 octets, header included | type: 1 octet
/// </code>
/// </summary>
/// <param name="Length">Octets of the whole message, 19 to 4096.</param>
/// <param name="Type">What follows the header.</param>
public readonly record struct BgpHeader(int Length, BgpMessageType Type)
{
    /// <summary>Octets of the header.</summary>
    public const int Size = 19;

    /// <summary>The longest message without the extended message capability.</summary>
    public const int MaxLength = 4096;

    /// <summary>Looks at the front of a buffer.</summary>
    /// <param name="buffer">Bytes received so far.</param>
    /// <param name="header">The header when the whole message is there.</param>
    /// <param name="error">What to tell the peer when this is no message (RFC 4271 section 6.1).</param>
    public static FrameStatus Read(ReadOnlySpan<byte> buffer, out BgpHeader header, out BgpError error)
    {
        header = default;
        error = default;
        if (buffer.Length < Size)
        {
            return FrameStatus.Incomplete;
        }

        if (buffer[..16].ContainsAnyExcept((byte)0xFF))
        {
            error = BgpError.NotSynchronized;
            return FrameStatus.Invalid;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(buffer[16..]);
        BgpMessageType type = (BgpMessageType)buffer[18];
        if (!IsLengthValid(length, type, out error))
        {
            return FrameStatus.Invalid;
        }

        if (buffer.Length < length)
        {
            return FrameStatus.Incomplete;
        }

        header = new BgpHeader(length, type);
        return FrameStatus.Complete;
    }

    /// <summary>Writes a header whose length is patched by <see cref="Finish"/>.</summary>
    public static int Begin(ref BgpWriter writer, BgpMessageType type)
    {
        int start = writer.Position;
        writer.WriteUInt64(ulong.MaxValue);
        writer.WriteUInt64(ulong.MaxValue);
        writer.WriteUInt16(0);
        writer.WriteByte((byte)type);
        return start;
    }

    /// <summary>Fills in the length of the message that started at <paramref name="start"/>.</summary>
    public static void Finish(ref BgpWriter writer, int start) => writer.PatchUInt16(start + 16, writer.Position - start);

    private static bool IsLengthValid(int length, BgpMessageType type, out BgpError error)
    {
        error = default;
        int least = type switch
        {
            BgpMessageType.Open => 29,
            BgpMessageType.Update => 23,
            BgpMessageType.Notification => 21,
            BgpMessageType.Keepalive => Size,
            // RFC 7313 section 5 has its own error for a wrong length; the message parser reports it.
            BgpMessageType.RouteRefresh => Size,
            _ => 0,
        };
        bool tooLong = length > MaxLength || (type == BgpMessageType.Keepalive && length != Size);
        if (length < Size || length < least || tooLong)
        {
            error = BgpError.BadLength(length);
        }
        else if (least == 0)
        {
            error = new BgpError(BgpErrorCode.MessageHeader, 3, (byte)type, 1);
        }

        return !error.IsError;
    }
}
