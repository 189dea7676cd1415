namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Walks the network adapters of a host (sFlow v5, <c>adapter&lt;&gt;</c> of <c>host_adapters</c> 0:2001).</summary>
public ref struct HostAdapterReader
{
    private const int MinimumAdapterSize = 8;
    private const int MacSize = 8;

    private XdrReader _reader;
    private int _left;

    internal HostAdapterReader(ReadOnlySpan<byte> adapters, int count)
    {
        _reader = new XdrReader(adapters);
        _left = count;
    }

    /// <summary>Reads the next adapter; false at the end.</summary>
    public bool TryRead(out HostAdapter adapter)
    {
        if (_left > 0 && TryReadOne(ref _reader, out adapter))
        {
            _left--;
            return true;
        }

        _left = 0;
        adapter = default;
        return false;
    }

    /// <summary>Finds the end of the list; false when a count reaches past the bytes.</summary>
    internal static bool TrySkipAll(scoped ref XdrReader reader, out int count)
    {
        bool whole = reader.TryReadCount(MinimumAdapterSize, out count);
        for (int i = 0; whole && i < count; i++)
        {
            whole = TryReadOne(ref reader, out _);
        }

        return whole;
    }

    private static bool TryReadOne(scoped ref XdrReader reader, out HostAdapter adapter)
    {
        if (reader.TryReadUInt32(out uint ifIndex) && reader.TryReadCount(MacSize, out int count))
        {
            reader.TryReadFixed(count * MacSize, out ReadOnlySpan<byte> macs);
            adapter = new HostAdapter(ifIndex, macs);
            return true;
        }

        adapter = default;
        return false;
    }
}
