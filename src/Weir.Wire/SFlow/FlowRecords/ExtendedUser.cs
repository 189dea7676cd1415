using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>The users at both ends of a packet: flow record <c>extended_user</c> (sFlow v5, 0:1004).</summary>
/// <remarks>
/// <code>
/// src_charset(4) src_user&lt;&gt; dst_charset(4) dst_user&lt;&gt;
/// </code>
/// </remarks>
public readonly ref struct ExtendedUser : IRecord<ExtendedUser>
{
    /// <summary>Tag of the record: 0:1004.</summary>
    public const uint Tag = 1004;

    /// <summary>MIB enumeration of the character set of the source user; 106 is UTF-8, 0 unknown.</summary>
    public uint SrcCharset { get; init; }

    /// <summary>User at the source, in the character set named.</summary>
    public ReadOnlySpan<byte> SrcUser { get; init; }

    /// <summary>MIB enumeration of the character set of the destination user; 106 is UTF-8, 0 unknown.</summary>
    public uint DstCharset { get; init; }

    /// <summary>User at the destination, in the character set named.</summary>
    public ReadOnlySpan<byte> DstUser { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedUser>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedUser record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadUInt32(out uint srcCharset) || !reader.TryReadOpaque(out ReadOnlySpan<byte> srcUser)
            || !reader.TryReadUInt32(out uint dstCharset) || !reader.TryReadOpaque(out ReadOnlySpan<byte> dstUser))
        {
            return false;
        }

        record = new ExtendedUser
        {
            SrcCharset = srcCharset,
            SrcUser = srcUser,
            DstCharset = dstCharset,
            DstUser = dstUser,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(SrcCharset);
        writer.WriteOpaque(SrcUser);
        writer.WriteUInt32(DstCharset);
        writer.WriteOpaque(DstUser);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("src_charset", SrcCharset);
        JsonFields.Text(json, "src_user", SrcUser);
        json.WriteNumber("dst_charset", DstCharset);
        JsonFields.Text(json, "dst_user", DstUser);
    }
}
