using Weir.Bgp.Addressing;

namespace Weir.Bgp.FlowSpec;

/// <summary>One component of a flow specification: a prefix, or terms over a header field (RFC 8955 section 4.2.2).</summary>
/// <param name="Type">Which field.</param>
/// <param name="Prefix">The prefix of a destination or source component.</param>
/// <param name="Offset">IPv6 only: how many leading bits are not compared (RFC 8956 section 3.1).</param>
/// <param name="Terms">The terms of every other component, at least one.</param>
public sealed record FlowSpecComponent(FlowSpecComponentType Type, IpPrefix Prefix, byte Offset, IReadOnlyList<FlowSpecTerm> Terms)
{
    /// <summary>Whether the component is a prefix.</summary>
    public bool IsPrefix => Type is FlowSpecComponentType.Destination or FlowSpecComponentType.Source;

    /// <summary>Whether its operators are bit masks.</summary>
    public bool IsBitmask => Type is FlowSpecComponentType.TcpFlags or FlowSpecComponentType.Fragment;

    /// <summary>A destination or source component.</summary>
    public static FlowSpecComponent FromPrefix(FlowSpecComponentType type, IpPrefix prefix, byte offset = 0) => new(type, prefix, offset, []);

    /// <summary>A component of terms.</summary>
    public static FlowSpecComponent FromTerms(FlowSpecComponentType type, params IReadOnlyList<FlowSpecTerm> terms) => new(type, default, 0, terms);

    /// <summary>The largest value the field can hold.</summary>
    public static ulong MaxValue(FlowSpecComponentType type) => type switch
    {
        FlowSpecComponentType.Port or FlowSpecComponentType.DestinationPort or FlowSpecComponentType.SourcePort
            or FlowSpecComponentType.PacketLength => ushort.MaxValue,
        FlowSpecComponentType.TcpFlags => 0x0FFF,
        FlowSpecComponentType.Dscp => 63,
        FlowSpecComponentType.Fragment => 0x0F,
        FlowSpecComponentType.FlowLabel => 0xFFFFF,
        _ => byte.MaxValue,
    };
}
