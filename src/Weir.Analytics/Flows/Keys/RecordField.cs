namespace Weir.Analytics.Flows.Keys;

/// <summary>A field of a flow record that stands in for a packet's when there is no sampled header (sFlow v5, sampled_ethernet, sampled_ipv4, sampled_ipv6).</summary>
/// <param name="Tag">Format of the record.</param>
/// <param name="Offset">First byte in the record's body.</param>
/// <param name="Protocol">IP protocol the record must show at offset 4, for ports and flags; 0 for any.</param>
internal readonly record struct RecordField(uint Tag, int Offset, byte Protocol = 0)
{
    /// <summary>sampled_ethernet, 0:2.</summary>
    public const uint Ethernet = 2;

    /// <summary>sampled_ipv4, 0:3.</summary>
    public const uint Ip4 = 3;

    /// <summary>sampled_ipv6, 0:4.</summary>
    public const uint Ip6 = 4;
}
