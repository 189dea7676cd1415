using Weir.Bgp.Addressing;
using Weir.Bgp.Capabilities;

namespace Weir.Bgp.Messages;

/// <summary>
/// OPEN: who speaks and what it can do (RFC 4271 section 4.2, RFC 5492 section 4, RFC 6793 section 4.1).
/// </summary>
/// <param name="As">The speaker's AS; on the wire AS_TRANS where it needs four octets.</param>
/// <param name="HoldTimeSeconds">Proposed hold time, 0 or at least 3.</param>
/// <param name="RouterId">BGP identifier.</param>
/// <param name="Capabilities">What the speaker announced.</param>
public sealed record OpenMessage(uint As, ushort HoldTimeSeconds, uint RouterId, CapabilitySet Capabilities)
{
    /// <summary>Stands for an AS that does not fit two octets (RFC 6793 section 9).</summary>
    public const ushort AsTrans = 23456;

    private const byte CapabilityParameter = 2;
    private const byte ExtendedLength = 255;

    /// <summary>Reads the body and checks what can be checked without knowing the neighbour (RFC 4271 section 6.2).</summary>
    /// <param name="body">Octets after the header.</param>
    /// <param name="message">The message.</param>
    /// <param name="error">What to tell the peer when false.</param>
    public static bool TryRead(ReadOnlySpan<byte> body, out OpenMessage? message, out BgpError error)
    {
        message = null;
        error = new BgpError(BgpErrorCode.Open, 0);
        BgpReader reader = new(body);
        if (!reader.TryReadByte(out byte version) || !reader.TryReadUInt16(out ushort shortAs)
            || !reader.TryReadUInt16(out ushort hold) || !reader.TryReadUInt32(out uint id))
        {
            return false;
        }

        error = CheckFields(version, hold, id);
        if (error.IsError)
        {
            return false;
        }

        error = new BgpError(BgpErrorCode.Open, 0);
        CapabilitySet capabilities = new();
        if (!TryReadParameters(ref reader, capabilities, ref error))
        {
            return false;
        }

        uint asNumber = capabilities.FourOctetAs ?? shortAs;
        if (asNumber == 0)
        {
            error = BgpError.BadPeerAs;
            return false;
        }

        message = new OpenMessage(asNumber, hold, id, capabilities);
        error = default;
        return true;
    }

    /// <summary>Writes the message; every capability goes into one optional parameter.</summary>
    public void Write(ref BgpWriter writer)
    {
        int start = BgpHeader.Begin(ref writer, BgpMessageType.Open);
        writer.WriteByte(4);
        writer.WriteUInt16(As > ushort.MaxValue ? AsTrans : (ushort)As);
        writer.WriteUInt16(HoldTimeSeconds);
        writer.WriteUInt32(RouterId);
        int parameters = writer.Position;
        writer.WriteByte(0);
        if (!Capabilities.IsEmpty)
        {
            writer.WriteByte(CapabilityParameter);
            writer.WriteByte(0);
            Capabilities.Write(ref writer);
            int length = writer.Position - parameters - 3;
            writer.PatchByte(parameters, length + 2);
            writer.PatchByte(parameters + 2, length);
        }

        BgpHeader.Finish(ref writer, start);
    }

    private static BgpError CheckFields(byte version, ushort hold, uint id)
    {
        if (version != 4)
        {
            return new BgpError(BgpErrorCode.Open, 1, 4, 2);
        }

        if (hold is 1 or 2)
        {
            return BgpError.UnacceptableHoldTime;
        }

        return id == 0 ? BgpError.BadIdentifier : default;
    }

    private static bool TryReadParameters(ref BgpReader reader, CapabilitySet capabilities, ref BgpError error)
    {
        if (!reader.TryReadByte(out byte shortLength))
        {
            return false;
        }

        int length = shortLength;
        bool extended = false;
        // RFC 9072 section 2: type 255 in front says that lengths are two octets.
        if (shortLength == ExtendedLength && reader.Remaining >= 3 && reader.Rest[0] == ExtendedLength)
        {
            extended = reader.TryReadByte(out _) && reader.TryReadUInt16(out ushort longLength) && (length = longLength) >= 0;
        }

        return reader.Remaining == length && TryReadEach(reader.Rest, extended, capabilities, ref error);
    }

    private static bool TryReadEach(ReadOnlySpan<byte> bytes, bool extended, CapabilitySet capabilities, ref BgpError error)
    {
        BgpReader reader = new(bytes);
        while (reader.Remaining > 0)
        {
            if (!reader.TryReadByte(out byte type) || !TryReadLength(ref reader, extended, out int length) || !reader.TryTake(length, out ReadOnlySpan<byte> value))
            {
                return false;
            }

            if (type != CapabilityParameter)
            {
                error = new BgpError(BgpErrorCode.Open, 4);
                return false;
            }

            if (!capabilities.TryRead(value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadLength(ref BgpReader reader, bool extended, out int length)
    {
        length = 0;
        if (extended)
        {
            bool read = reader.TryReadUInt16(out ushort value);
            length = value;
            return read;
        }

        bool readShort = reader.TryReadByte(out byte small);
        length = small;
        return readShort;
    }
}
