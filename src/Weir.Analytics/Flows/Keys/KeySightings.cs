using System.Collections.Frozen;
using Weir.Wire.Packets;

namespace Weir.Analytics.Flows.Keys;

/// <summary>Remembers which keys samples could have answered, and when last: what flowKeys() reports.</summary>
/// <remarks>
/// A sample costs one store per header and record; names are made only when somebody asks. A key counts as seen when its header
/// or record was there, even if the capture ended before its field. Owned by one shard; not safe for threads by itself.
/// </remarks>
public sealed class KeySightings
{
    private const int Occurrences = 8;

    private static readonly FrozenDictionary<uint, int> Slots = CreateSlots();
    private static readonly short[] StandardSlots = CreateStandardSlots();

    private readonly long[] _layers = new long[64 * Occurrences];
    private readonly long[] _records = new long[Slots.Count];
    private long _any;

    /// <summary>Notes what a sample shows.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="timeUs">Engine time in microseconds since the epoch; 0 counts as never.</param>
    public void Mark(scoped ref SampleContext sample, long timeUs)
    {
        _any = timeUs;
        ref PacketHeaders packet = ref sample.Packet;
        for (int i = 0; i < packet.Count; i++)
        {
            Layer layer = packet[i];
            _layers[((int)layer.Kind * Occurrences) + Math.Min((int)layer.Occurrence, Occurrences - 1)] = timeUs;
        }

        for (int i = 0; i < sample.RecordCount; i++)
        {
            MarkTag(sample.RecordAt(i).Tag, timeUs);
        }

        if (sample.IsDiscard)
        {
            MarkTag(KeyDefinition.DiscardTag, timeUs);
        }
    }

    /// <summary>Adds every key seen with the time it was last seen, keeping the later time of keys that are there already.</summary>
    /// <param name="lastSeenUs">Filled: key name with suffix, engine time in microseconds.</param>
    public void CollectTo(IDictionary<string, long> lastSeenUs)
    {
        ArgumentNullException.ThrowIfNull(lastSeenUs);
        foreach (KeyDefinition key in KeyCatalog.All)
        {
            long record = key.TagList.Length == 0 ? 0 : key.TagList.Max(tag => _records[Slots[tag]]);
            if (key.Kind == LayerKind.None)
            {
                Keep(lastSeenUs, key.Name, key.TagList.Length == 0 ? _any : record);
                continue;
            }

            for (int occurrence = 0; occurrence < Occurrences; occurrence++)
            {
                long layer = _layers[((int)key.Kind * Occurrences) + occurrence];
                Keep(lastSeenUs, new KeyReference(key, occurrence).Name, occurrence == 0 ? Math.Max(layer, record) : layer);
            }
        }
    }

    private static void Keep(IDictionary<string, long> lastSeenUs, string name, long timeUs)
    {
        if (timeUs != 0 && (!lastSeenUs.TryGetValue(name, out long known) || known < timeUs))
        {
            lastSeenUs[name] = timeUs;
        }
    }

    private void MarkTag(uint tag, long timeUs)
    {
        if (tag < (uint)StandardSlots.Length)
        {
            int standard = StandardSlots[tag];
            if (standard >= 0)
            {
                _records[standard] = timeUs;
            }
        }
        else if (Slots.TryGetValue(tag, out int slot))
        {
            _records[slot] = timeUs;
        }
    }

    /// <summary>Slots of the formats of enterprise 0, which nearly all records are of; -1 for none.</summary>
    private static short[] CreateStandardSlots()
    {
        short[] slots = new short[1 << 12];
        for (uint tag = 0; tag < (uint)slots.Length; tag++)
        {
            slots[tag] = Slots.TryGetValue(tag, out int slot) ? (short)slot : (short)-1;
        }

        return slots;
    }

    private static FrozenDictionary<uint, int> CreateSlots() =>
        KeyCatalog.All.SelectMany(key => key.TagList).Distinct().Select((tag, index) => (tag, index)).ToFrozenDictionary(pair => pair.tag, pair => pair.index);
}
