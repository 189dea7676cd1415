using Weir.Bgp.Addressing;

namespace Weir.Bgp.Rib;

/// <summary>
/// A route's identity: family and the exact octets that announce it (RFC 4271 section 4.3, RFC 8955 section 4). They are encoded
/// once, so that the withdrawal carries the same octets as the announcement.
/// </summary>
public sealed class Nlri : IEquatable<Nlri>
{
    private readonly byte[] _bytes;
    private readonly int _hash;

    /// <summary>Takes the encoded route; the octets are copied.</summary>
    public Nlri(BgpFamily family, ReadOnlySpan<byte> bytes)
    {
        Family = family;
        _bytes = bytes.ToArray();
        HashCode hash = default;
        hash.Add((byte)family);
        hash.AddBytes(bytes);
        _hash = hash.ToHashCode();
    }

    /// <summary>The family.</summary>
    public BgpFamily Family { get; }

    /// <summary>The octets: length and prefix, or length and components.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Encodes a unicast prefix.</summary>
    public static Nlri FromPrefix(IpPrefix prefix)
    {
        BgpWriter writer = new(stackalloc byte[17]);
        prefix.Write(ref writer);
        return new Nlri(prefix.IsV6 ? BgpFamily.Ipv6Unicast : BgpFamily.Ipv4Unicast, writer.Written);
    }

    /// <inheritdoc/>
    public bool Equals(Nlri? other) => other is not null && other._hash == _hash && other.Family == Family && other.Bytes.SequenceEqual(Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Nlri);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>Family and prefix or rule, for people.</summary>
    public override string ToString()
    {
        BgpReader reader = new(_bytes);
        if (!Family.IsFlowSpec())
        {
            return IpPrefix.TryRead(ref reader, Family.IsV6(), out IpPrefix prefix) ? prefix.ToString() : Convert.ToHexString(_bytes);
        }

        return FlowSpec.FlowSpecCodec.TryRead(_bytes, Family.IsV6(), out FlowSpec.FlowSpecRule? rule, out _)
            ? FlowSpec.FlowSpecText.Format(rule!) : Convert.ToHexString(_bytes);
    }
}
