using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Counters of one VLAN: counter record <c>vlan_counters</c> (sFlow v5, 0:5).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// vlan_id(4) octets(8) ucastPkts(4) multicastPkts(4) broadcastPkts(4) discards(4)
/// </code>
/// </remarks>
public readonly record struct VlanCounters : IRecord<VlanCounters>
{
    /// <summary>Tag of the record: 0:5.</summary>
    public const uint Tag = 5;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 28;

    /// <summary>VLAN id.</summary>
    public uint VlanId { get; init; }

    /// <summary>Bytes.</summary>
    public ulong Octets { get; init; }

    /// <summary>Unicast packets.</summary>
    public uint UcastPkts { get; init; }

    /// <summary>Multicast packets.</summary>
    public uint MulticastPkts { get; init; }

    /// <summary>Broadcast packets.</summary>
    public uint BroadcastPkts { get; init; }

    /// <summary>Packets discarded.</summary>
    public uint Discards { get; init; }

    /// <inheritdoc/>
    static uint IRecord<VlanCounters>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out VlanCounters record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new VlanCounters
        {
            VlanId = XdrField.UInt32(body, 0),
            Octets = XdrField.UInt64(body, 4),
            UcastPkts = XdrField.UInt32(body, 12),
            MulticastPkts = XdrField.UInt32(body, 16),
            BroadcastPkts = XdrField.UInt32(body, 20),
            Discards = XdrField.UInt32(body, 24),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(VlanId);
        writer.WriteUInt64(Octets);
        writer.WriteUInt32(UcastPkts);
        writer.WriteUInt32(MulticastPkts);
        writer.WriteUInt32(BroadcastPkts);
        writer.WriteUInt32(Discards);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("vlan_id", VlanId);
        json.WriteNumber("octets", Octets);
        json.WriteNumber("ucastPkts", UcastPkts);
        json.WriteNumber("multicastPkts", MulticastPkts);
        json.WriteNumber("broadcastPkts", BroadcastPkts);
        json.WriteNumber("discards", Discards);
    }
}
