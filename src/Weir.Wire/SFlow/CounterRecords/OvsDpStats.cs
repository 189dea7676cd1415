using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Flow cache of an Open vSwitch datapath: counter record <c>ovs_dp_stats</c> (sFlow v5, 0:2207).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// hits(4) misses(4) lost(4) mask_hits(4) flows(4) masks(4)
/// </code>
/// </remarks>
public readonly record struct OvsDpStats : IRecord<OvsDpStats>
{
    /// <summary>Tag of the record: 0:2207.</summary>
    public const uint Tag = 2207;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 24;

    /// <summary>Packets that found a flow.</summary>
    public uint Hits { get; init; }

    /// <summary>Packets that found none.</summary>
    public uint Misses { get; init; }

    /// <summary>Packets lost on the way to user space.</summary>
    public uint Lost { get; init; }

    /// <summary>Masks tried for the packets.</summary>
    public uint MaskHits { get; init; }

    /// <summary>Flows in the cache.</summary>
    public uint Flows { get; init; }

    /// <summary>Masks in the cache.</summary>
    public uint Masks { get; init; }

    /// <inheritdoc/>
    static uint IRecord<OvsDpStats>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out OvsDpStats record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new OvsDpStats
        {
            Hits = XdrField.UInt32(body, 0),
            Misses = XdrField.UInt32(body, 4),
            Lost = XdrField.UInt32(body, 8),
            MaskHits = XdrField.UInt32(body, 12),
            Flows = XdrField.UInt32(body, 16),
            Masks = XdrField.UInt32(body, 20),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Hits);
        writer.WriteUInt32(Misses);
        writer.WriteUInt32(Lost);
        writer.WriteUInt32(MaskHits);
        writer.WriteUInt32(Flows);
        writer.WriteUInt32(Masks);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("hits", Hits);
        json.WriteNumber("misses", Misses);
        json.WriteNumber("lost", Lost);
        json.WriteNumber("mask_hits", MaskHits);
        json.WriteNumber("flows", Flows);
        json.WriteNumber("masks", Masks);
    }
}
