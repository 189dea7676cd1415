using Weir.Bgp.Addressing;
using Weir.Bgp.Attributes;
using Weir.Bgp.FlowSpec;
using Weir.Bgp.Messages;

namespace Weir.Bgp.Tests.Session;

/// <summary>The other side's table, built from nothing but the octets it is sent.</summary>
internal sealed class SimulatedPeer
{
    public Dictionary<string, string> Table { get; } = [];

    public List<BgpFamily> EndOfRib { get; } = [];

    public static string Key(BgpFamily family, ReadOnlySpan<byte> route) => $"{family} {Bytes.Text(route)}";

    public static string Value(RouteAttributes attributes) =>
        $"{attributes.AsPath} {attributes.NextHop} {attributes.LocalPref} {string.Join(",", attributes.Communities)} {string.Join(",", attributes.ExtendedCommunities)}";

    public void Receive(ReadOnlySpan<byte> message)
    {
        Assert.Equal(FrameStatus.Complete, BgpHeader.Read(message, out BgpHeader header, out _));
        Assert.Equal(message.Length, header.Length);
        ReceivedUpdate update = UpdateDecoder.Decode(message[BgpHeader.Size..], Sessions.Internal);
        Assert.Equal(UpdateTreatment.None, update.Treatment);
        if (update.IsEndOfRib(out BgpFamily family))
        {
            EndOfRib.Add(family);
            return;
        }

        byte[] block = new byte[BgpHeader.MaxLength];
        string value = Value(AttributeDecoder.Decode(block.AsSpan(0, update.CopyAttributes(block)), fourOctets: true));
        Each(BgpFamily.Ipv4Unicast, update.Withdrawn, key => Assert.True(Table.Remove(key), "withdrawn but never announced: " + key));
        Each(update.UnreachFamily, update.UnreachNlri, key => Assert.True(Table.Remove(key), "withdrawn but never announced: " + key));
        Each(BgpFamily.Ipv4Unicast, update.Nlri, key => Table[key] = value);
        Each(update.ReachFamily, update.ReachNlri, key => Table[key] = value);
    }

    private static void Each(BgpFamily family, ReadOnlySpan<byte> routes, Action<string> act)
    {
        BgpReader reader = new(routes);
        while (reader.Remaining > 0)
        {
            ReadOnlySpan<byte> start = reader.Rest;
            bool read = family.IsFlowSpec() ? FlowSpecCodec.TryTakeNlri(ref reader, out _) : IpPrefix.TryRead(ref reader, family.IsV6(), out _);
            Assert.True(read);
            act(Key(family, start[..^reader.Remaining]));
        }
    }
}
