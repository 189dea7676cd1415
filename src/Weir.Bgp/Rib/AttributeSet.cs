using Weir.Bgp.Attributes;

namespace Weir.Bgp.Rib;

/// <summary>The attributes that many learned prefixes share, kept as received and decoded when first asked for (RFC 4271 section 5).</summary>
public sealed class AttributeSet
{
    private readonly byte[] _block;
    private readonly bool _fourOctets;
    private RouteAttributes? _decoded;

    internal AttributeSet(ReadOnlySpan<byte> block, bool fourOctets)
    {
        _block = block.ToArray();
        _fourOctets = fourOctets;
    }

    /// <summary>The values. Two threads may decode at once; the results are equal.</summary>
    public RouteAttributes Attributes => _decoded ??= AttributeDecoder.Decode(_block, _fourOctets);

    /// <summary>The attributes as received, without those that carry routes.</summary>
    internal ReadOnlySpan<byte> Block => _block;
}
