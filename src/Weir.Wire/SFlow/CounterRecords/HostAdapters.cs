using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Network adapters of a host or virtual machine: counter record <c>host_adapters</c> (sFlow v5, 0:2001).</summary>
/// <remarks>
/// <code>
/// adapters&lt;&gt;, each: ifIndex(4) mac(8)&lt;&gt;
/// </code>
/// </remarks>
public readonly ref struct HostAdapters : IRecord<HostAdapters>
{
    /// <summary>Tag of the record: 0:2001.</summary>
    public const uint Tag = 2001;

    private readonly ReadOnlySpan<byte> _adapters;

    /// <summary>Wraps adapters that are encoded already.</summary>
    /// <param name="count">Number of adapters.</param>
    /// <param name="adapters">For each adapter its ifIndex, a count of MAC addresses and the addresses, 8 bytes each.</param>
    public HostAdapters(int count, ReadOnlySpan<byte> adapters)
    {
        Count = count;
        _adapters = adapters;
    }

    /// <summary>Adapters in the record.</summary>
    public int Count { get; }

    /// <summary>A walk over the adapters, from the first.</summary>
    public HostAdapterReader Adapters => new(_adapters, Count);

    /// <inheritdoc/>
    static uint IRecord<HostAdapters>.RecordTag => Tag;

    /// <summary>Makes a record of adapters with one MAC address each.</summary>
    /// <param name="adapters">ifIndex and address of each adapter.</param>
    /// <param name="buffer">Where the record is kept, 16 bytes for each; it must live as long as the record.</param>
    public static HostAdapters Encode(scoped ReadOnlySpan<(uint IfIndex, MacAddress Mac)> adapters, Span<byte> buffer)
    {
        XdrWriter writer = new(buffer);
        foreach ((uint ifIndex, MacAddress mac) in adapters)
        {
            writer.WriteUInt32(ifIndex);
            writer.WriteUInt32(1);
            writer.WriteMac(mac);
        }

        return new HostAdapters(adapters.Length, buffer[..writer.Position]);
    }

    /// <summary>Reads the structure, walking it once to find its end; false when a count reaches past the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out HostAdapters record)
    {
        XdrReader reader = new(body);
        if (!HostAdapterReader.TrySkipAll(ref reader, out int count))
        {
            record = default;
            return false;
        }

        record = new HostAdapters(count, body[4..reader.Position]);
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32((uint)Count);
        writer.WriteFixed(_adapters);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteStartArray("adapters");
        HostAdapterReader adapters = Adapters;
        while (adapters.TryRead(out HostAdapter adapter))
        {
            json.WriteStartObject();
            json.WriteNumber("ifIndex", adapter.IfIndex);
            json.WriteStartArray("mac");
            for (int i = 0; i < adapter.MacCount; i++)
            {
                json.WriteStringValue(adapter.Mac(i).ToString());
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
