using Weir.Bgp.Addressing;
using Weir.Bgp.Rib;

namespace Weir.Bgp.FlowSpec;

/// <summary>A flow specification: components joined by AND, in ascending type order (RFC 8955 section 4.2).</summary>
public sealed class FlowSpecRule
{
    /// <summary>Takes the components in any order; each type once.</summary>
    public FlowSpecRule(bool isV6, IEnumerable<FlowSpecComponent> components)
    {
        IsV6 = isV6;
        Components = [.. components.OrderBy(static c => c.Type)];
    }

    /// <summary>Whether it matches IPv6 packets.</summary>
    public bool IsV6 { get; }

    /// <summary>Components in ascending type order.</summary>
    public IReadOnlyList<FlowSpecComponent> Components { get; }

    /// <summary>The family of its NLRI.</summary>
    public BgpFamily Family => IsV6 ? BgpFamily.Ipv6FlowSpec : BgpFamily.Ipv4FlowSpec;

    /// <summary>Encodes the rule; null when it is longer than a message can carry.</summary>
    public Nlri? ToNlri()
    {
        byte[] buffer = new byte[FlowSpecCodec.MaxNlriLength + 2];
        BgpWriter writer = new(buffer);
        return FlowSpecCodec.TryWrite(this, ref writer) ? new Nlri(Family, writer.Written) : null;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => FlowSpecText.Format(this);
}
