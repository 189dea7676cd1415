using System.Net;
using Weir.Bgp.Addressing;
using Weir.Bgp.Attributes;
using Weir.Bgp.Communities;
using Weir.Bgp.FlowSpec;
using Weir.Bgp.Rib;

namespace Weir.Testing.Bgp;

/// <summary>Random routes, attributes and rules from a seed; every value a specification allows can come up.</summary>
public sealed class RandomValues
{
    private readonly Random _random;

    public RandomValues(int seed) => _random = new Random(seed);

    public Random Source => _random;

    public bool Flip() => _random.Next(2) == 0;

    public uint Number() => (uint)_random.NextInt64(1L << 32);

    public IPAddress Address(bool isV6)
    {
        byte[] bytes = new byte[isV6 ? 16 : 4];
        _random.NextBytes(bytes);
        bytes[0] = (byte)(isV6 ? 0x20 : 1 + _random.Next(200));
        return new IPAddress(bytes);
    }

    public IpPrefix Prefix(bool isV6) => IpPrefix.From(Address(isV6), _random.Next(0, isV6 ? 129 : 33));

    public Nlri UnicastNlri() => Nlri.FromPrefix(Prefix(Flip()));

    public RouteAttributes Attributes(bool isV6) => new()
    {
        Origin = (RouteOrigin)_random.Next(3),
        AsPath = Path(),
        NextHop = Address(isV6),
        MultiExitDisc = Flip() ? Number() : null,
        LocalPref = Flip() ? Number() : 100,
        Communities = List(() => new Community(Number())),
        ExtendedCommunities = List(() => new ExtendedCommunity((ulong)_random.NextInt64())),
        LargeCommunities = List(() => new LargeCommunity(Number(), Number(), Number())),
        Ipv6ExtendedCommunities = List(() => new Ipv6ExtendedCommunity((ushort)_random.Next(65536), new UInt128((ulong)_random.NextInt64(), 7), (ushort)_random.Next(65536))),
    };

    public FlowSpecRule Rule(bool isV6)
    {
        List<FlowSpecComponent> components = [];
        for (FlowSpecComponentType type = FlowSpecComponentType.Destination; type <= (isV6 ? FlowSpecComponentType.FlowLabel : FlowSpecComponentType.Fragment); type++)
        {
            if (_random.Next(3) == 0 || (components.Count == 0 && type == FlowSpecComponentType.Fragment))
            {
                components.Add(Component(type, isV6));
            }
        }

        return new FlowSpecRule(isV6, components);
    }

    private FlowSpecComponent Component(FlowSpecComponentType type, bool isV6)
    {
        if (type is FlowSpecComponentType.Destination or FlowSpecComponentType.Source)
        {
            IpPrefix prefix = Prefix(isV6);
            byte offset = isV6 && prefix.Length > 1 && Flip() ? (byte)_random.Next(prefix.Length) : (byte)0;
            return FlowSpecComponent.FromPrefix(type, prefix with { Bits = prefix.Bits << offset >> offset }, offset);
        }

        bool bitmask = type is FlowSpecComponentType.TcpFlags or FlowSpecComponentType.Fragment;
        List<FlowSpecTerm> terms = [];
        int count = 1 + _random.Next(4);
        for (int i = 0; i < count; i++)
        {
            ulong value = (ulong)_random.NextInt64((long)FlowSpecComponent.MaxValue(type) + 1);
            byte op = (byte)_random.Next(bitmask ? 4 : 8);
            // In IPv6 the don't-fragment bit is refused by the validator; the codec itself does not care.
            terms.Add(new FlowSpecTerm(i > 0 && Flip(), op, isV6 && type == FlowSpecComponentType.Fragment ? value & 0x0E : value));
        }

        return FlowSpecComponent.FromTerms(type, terms);
    }

    private AsPath Path()
    {
        List<AsPathSegment> segments = [];
        for (int i = _random.Next(3); i > 0; i--)
        {
            uint[] numbers = [.. Enumerable.Range(0, 1 + _random.Next(5)).Select(_ => Flip() ? Number() : (uint)_random.Next(1, 65536))];
            segments.Add(new AsPathSegment(Flip() || _random.Next(3) > 0 ? AsPathSegment.Sequence : AsPathSegment.Set, numbers));
        }

        return AsPath.FromSegments(segments);
    }

    private List<T> List<T>(Func<T> make) => [.. Enumerable.Range(0, _random.Next(4)).Select(_ => make())];
}
