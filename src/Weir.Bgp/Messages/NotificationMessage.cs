using Weir.Bgp.Addressing;

namespace Weir.Bgp.Messages;

/// <summary>NOTIFICATION: why a session ends (RFC 4271 section 4.5).</summary>
/// <param name="Error">Code, subcode and the first octets of data.</param>
/// <param name="EncapsulatedCode">For a hard reset, the code of the NOTIFICATION inside (RFC 8538 section 3.1); else 0.</param>
/// <param name="EncapsulatedSubcode">For a hard reset, the subcode inside; else 0.</param>
public readonly record struct NotificationMessage(BgpError Error, byte EncapsulatedCode = 0, byte EncapsulatedSubcode = 0)
{
    /// <summary>Whether the peer demands that routes are not kept across the restart (RFC 8538 section 3.1).</summary>
    public bool IsHardReset => Error.Code == BgpErrorCode.Cease && Error.Subcode == 9;

    /// <summary>Reads the body; false when it is shorter than code and subcode.</summary>
    /// <param name="body">Octets after the header.</param>
    /// <param name="message">The message.</param>
    public static bool TryRead(ReadOnlySpan<byte> body, out NotificationMessage message)
    {
        message = default;
        if (body.Length < 2)
        {
            return false;
        }

        BgpErrorCode code = (BgpErrorCode)body[0];
        byte subcode = body[1];
        ReadOnlySpan<byte> data = body[2..];
        int kept = data.Length switch { >= 4 => 4, >= 2 => 2, _ => data.Length };
        uint value = 0;
        foreach (byte octet in data[..kept])
        {
            value = (value << 8) | octet;
        }

        message = new NotificationMessage(new BgpError(code, subcode, value, (byte)kept));
        if (message.IsHardReset && data.Length >= 2)
        {
            message = message with { EncapsulatedCode = data[0], EncapsulatedSubcode = data[1] };
        }

        return true;
    }

    /// <summary>Writes the message.</summary>
    public void Write(ref BgpWriter writer)
    {
        int start = BgpHeader.Begin(ref writer, BgpMessageType.Notification);
        writer.WriteByte((byte)Error.Code);
        writer.WriteByte(Error.Subcode);
        if (IsHardReset && EncapsulatedCode != 0)
        {
            writer.WriteByte(EncapsulatedCode);
            writer.WriteByte(EncapsulatedSubcode);
        }
        else
        {
            WriteData(ref writer);
        }

        BgpHeader.Finish(ref writer, start);
    }

    private void WriteData(ref BgpWriter writer)
    {
        switch (Error.DataLength)
        {
            case 1:
                writer.WriteByte((byte)Error.Data);
                break;
            case 2:
                writer.WriteUInt16((ushort)Error.Data);
                break;
            case 4:
                writer.WriteUInt32(Error.Data);
                break;
        }
    }
}
