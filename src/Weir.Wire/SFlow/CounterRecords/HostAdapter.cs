namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>One network adapter of a host (sFlow v5, <c>adapter</c> of <c>host_adapters</c> 0:2001).</summary>
/// <remarks>
/// <code>
/// ifIndex(4) mac(8)&lt;&gt;
/// </code>
/// </remarks>
public readonly ref struct HostAdapter
{
    private readonly ReadOnlySpan<byte> _macs;

    internal HostAdapter(uint ifIndex, ReadOnlySpan<byte> macs)
    {
        IfIndex = ifIndex;
        _macs = macs;
    }

    /// <summary>ifIndex of the adapter; 0 unknown.</summary>
    public uint IfIndex { get; }

    /// <summary>MAC addresses of the adapter.</summary>
    public int MacCount => _macs.Length / 8;

    /// <summary>The MAC address at <paramref name="index"/>.</summary>
    public MacAddress Mac(int index) => MacAddress.Read(_macs.Slice(index * 8, 8));
}
