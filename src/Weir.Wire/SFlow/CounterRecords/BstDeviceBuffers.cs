using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Buffers of a Broadcom switch: counter record <c>bst_device_buffers</c> (sFlow v5, 4413:1).</summary>
/// <remarks>
/// <code>
/// uc_pc(4) mc_pc(4)
/// </code>
/// </remarks>
public readonly record struct BstDeviceBuffers : IRecord<BstDeviceBuffers>
{
    /// <summary>Tag of the record: 4413:1.</summary>
    public const uint Tag = (4413u << 12) | 1;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 8;

    /// <summary>Unicast buffers in use, in hundredths of a percent; all ones unknown.</summary>
    public uint UcPc { get; init; }

    /// <summary>Multicast buffers in use, in hundredths of a percent; all ones unknown.</summary>
    public uint McPc { get; init; }

    /// <inheritdoc/>
    static uint IRecord<BstDeviceBuffers>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out BstDeviceBuffers record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new BstDeviceBuffers
        {
            UcPc = XdrField.UInt32(body, 0),
            McPc = XdrField.UInt32(body, 4),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(UcPc);
        writer.WriteUInt32(McPc);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("uc_pc", UcPc);
        json.WriteNumber("mc_pc", McPc);
    }
}
