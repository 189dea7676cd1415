using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>The FEC-to-NHLFE entry of a packet (RFC 3814): flow record <c>extended_mpls_FTN</c> (sFlow v5, 0:1010).</summary>
/// <remarks>
/// <code>
/// mplsFTNDescr&lt;&gt; mplsFTNMask(4)
/// </code>
/// </remarks>
public readonly ref struct ExtendedMplsFtn : IRecord<ExtendedMplsFtn>
{
    /// <summary>Tag of the record: 0:1010.</summary>
    public const uint Tag = 1010;

    /// <summary>Description of the forwarding equivalence class.</summary>
    public ReadOnlySpan<byte> MplsFTNDescr { get; init; }

    /// <summary>Mask of the fields that the class compares.</summary>
    public uint MplsFTNMask { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedMplsFtn>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedMplsFtn record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadOpaque(out ReadOnlySpan<byte> mplsFTNDescr) || !reader.TryReadUInt32(out uint mplsFTNMask))
        {
            return false;
        }

        record = new ExtendedMplsFtn
        {
            MplsFTNDescr = mplsFTNDescr,
            MplsFTNMask = mplsFTNMask,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteOpaque(MplsFTNDescr);
        writer.WriteUInt32(MplsFTNMask);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Text(json, "mplsFTNDescr", MplsFTNDescr);
        json.WriteNumber("mplsFTNMask", MplsFTNMask);
    }
}
