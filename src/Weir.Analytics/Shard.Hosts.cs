using System.Buffers.Binary;
using Weir.Analytics.Flows;
using Weir.Analytics.Topology;
using Weir.Wire;
using Weir.Wire.Packets;

namespace Weir.Analytics;

/// <summary>Locates hosts: the source of a packet sampled on its way in at an edge port is where that host is.</summary>
public sealed partial class Shard
{
    private const int SourceMacOffset = 6;
    private const int SourceIp4Offset = 12;
    private const int SourceIp6Offset = 8;

    private void LearnHost(scoped ref SampleContext context)
    {
        TopologyStore topology = _engine.Topology;
        bool isIngress = context.Source.Class == 0 && context.Input.IsIfIndex && context.Input.Value == context.Source.Index;
        if (!topology.IsSet || !isIngress || !topology.View.IsEdge(context.Agent, context.Source.Index)
            || !context.Packet.TryFind(LayerKind.Ethernet, 0, out Layer ethernet) || context.Header.Length < ethernet.Offset + 12)
        {
            return;
        }

        MacAddress mac = MacAddress.Read(context.Header[(ethernet.Offset + SourceMacOffset)..]);
        topology.Hosts.Learn(context.Agent, context.Source.Index, mac, VlanOf(ref context), SourceOf(ref context), Flows.NowUs);
    }

    private static uint VlanOf(scoped ref SampleContext context) =>
        context.Packet.TryFind(LayerKind.Vlan, 0, out Layer vlan) && context.Header.Length >= vlan.Offset + 2
            ? BinaryPrimitives.ReadUInt16BigEndian(context.Header[vlan.Offset..]) & 0xfffu
            : 0;

    private static NetworkAddress SourceOf(scoped ref SampleContext context)
    {
        if (context.Packet.TryFind(LayerKind.Ip4, 0, out Layer ip4) && context.Header.Length >= ip4.Offset + SourceIp4Offset + 4)
        {
            return NetworkAddress.ReadV4(context.Header[(ip4.Offset + SourceIp4Offset)..]);
        }

        return context.Packet.TryFind(LayerKind.Ip6, 0, out Layer ip6) && context.Header.Length >= ip6.Offset + SourceIp6Offset + 16
            ? NetworkAddress.ReadV6(context.Header[(ip6.Offset + SourceIp6Offset)..])
            : default;
    }
}
