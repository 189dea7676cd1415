using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>The Linux kernel's reason for dropping a packet: flow record <c>extended_linux_drop_reason</c> (sFlow v5, 0:1042).</summary>
/// <remarks>
/// <code>
/// reason&lt;&gt;
/// </code>
/// </remarks>
public readonly ref struct ExtendedLinuxDropReason : IRecord<ExtendedLinuxDropReason>
{
    /// <summary>Tag of the record: 0:1042.</summary>
    public const uint Tag = 1042;

    /// <summary>Name of the reason in the kernel.</summary>
    public ReadOnlySpan<byte> Reason { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedLinuxDropReason>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedLinuxDropReason record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadOpaque(out ReadOnlySpan<byte> reason))
        {
            return false;
        }

        record = new ExtendedLinuxDropReason
        {
            Reason = reason,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteOpaque(Reason);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Text(json, "reason", Reason);
    }
}
