namespace Weir.Wire.Packets;

/// <summary>Short names of headers, as the flow key <c>stack</c> shows them (sFlow v5, sampled_header).</summary>
public static class LayerNames
{
    private static readonly string?[] StackNames = CreateStackNames();
    private static readonly string[] AllNames = CreateAllNames();

    /// <summary>How many kinds there are, <see cref="LayerKind.None"/> included.</summary>
    public static int Count => AllNames.Length;

    /// <summary>The name in <c>stack</c>; null for headers that do not appear there: extension headers, quoted and inner parts.</summary>
    public static string? OfStack(LayerKind kind) => (int)kind < StackNames.Length ? StackNames[(int)kind] : null;

    /// <summary>A name for every kind, also those that are not in <c>stack</c>; "none" for none.</summary>
    public static string Of(LayerKind kind) => (int)kind < AllNames.Length ? AllNames[(int)kind] : "none";

    /// <summary>Writes the stack of a packet, outermost first with dots between, for example <c>eth.ip.udp.vxlan.eth.ip.tcp</c>.</summary>
    /// <param name="packet">The decoded packet.</param>
    /// <param name="target">At least <see cref="MaxStackLength"/> bytes always suffice.</param>
    /// <param name="written">Bytes of ASCII text.</param>
    /// <returns>False when the target is too short.</returns>
    public static bool TryFormatStack(scoped ref readonly PacketHeaders packet, Span<byte> target, out int written)
    {
        written = 0;
        for (int i = 0; i < packet.Count; i++)
        {
            string? name = OfStack(packet[i].Kind);
            if (name is null)
            {
                continue;
            }

            int separator = written == 0 ? 0 : 1;
            if (target.Length - written < separator + name.Length)
            {
                return false;
            }

            if (separator != 0)
            {
                target[written++] = (byte)'.';
            }

            foreach (char letter in name)
            {
                target[written++] = (byte)letter;
            }
        }

        return true;
    }

    /// <summary>Longest possible stack text in bytes.</summary>
    public const int MaxStackLength = PacketHeaders.MaxLayers * 10;

    private static string?[] CreateStackNames()
    {
        string?[] names = new string?[(int)LayerKind.Stp + 1];
        names[(int)LayerKind.Ethernet] = "eth";
        names[(int)LayerKind.Vlan] = "vlan";
        names[(int)LayerKind.Mpls] = "mpls";
        names[(int)LayerKind.Arp] = "arp";
        names[(int)LayerKind.Ip4] = "ip";
        names[(int)LayerKind.Ip6] = "ip6";
        names[(int)LayerKind.Tcp] = "tcp";
        names[(int)LayerKind.Udp] = "udp";
        names[(int)LayerKind.Icmp4] = "icmp";
        names[(int)LayerKind.Icmp6] = "icmp6";
        names[(int)LayerKind.Gre] = "gre";
        names[(int)LayerKind.Vxlan] = "vxlan";
        names[(int)LayerKind.Geneve] = "geneve";
        names[(int)LayerKind.Dns] = "dns";
        names[(int)LayerKind.Llc] = "llc";
        names[(int)LayerKind.Pppoe] = "pppoe";
        names[(int)LayerKind.Ppp] = "ppp";
        names[(int)LayerKind.Nsh] = "nsh";
        names[(int)LayerKind.Erspan] = "erspan";
        names[(int)LayerKind.Gtp] = "gtp";
        names[(int)LayerKind.L2tp] = "l2tp";
        names[(int)LayerKind.Esp] = "esp";
        names[(int)LayerKind.Ah] = "ah";
        names[(int)LayerKind.Sctp] = "sctp";
        names[(int)LayerKind.Dccp] = "dccp";
        names[(int)LayerKind.Igmp] = "igmp";
        names[(int)LayerKind.Ospf] = "ospf";
        names[(int)LayerKind.Vrrp] = "vrrp";
        names[(int)LayerKind.Pim] = "pim";
        names[(int)LayerKind.InfiniBand] = "ibbt";
        names[(int)LayerKind.Ntp] = "ntp";
        names[(int)LayerKind.Memcached] = "memcached";
        names[(int)LayerKind.Ssdp] = "ssdp";
        names[(int)LayerKind.Cldap] = "cldap";
        names[(int)LayerKind.Quic] = "quic";
        names[(int)LayerKind.Bfd] = "bfd";
        names[(int)LayerKind.SlowProtocol] = "lacp";
        names[(int)LayerKind.Lldp] = "lldp";
        names[(int)LayerKind.Stp] = "stp";
        return names;
    }

    private static string[] CreateAllNames()
    {
        string[] names = Array.ConvertAll(CreateStackNames(), name => name ?? "none");
        names[(int)LayerKind.Ip6Fragment] = "ip6_fragment";
        names[(int)LayerKind.Ip6Extension] = "ip6_extension";
        names[(int)LayerKind.QuotedIp4] = "quoted_ip";
        names[(int)LayerKind.QuotedIp6] = "quoted_ip6";
        names[(int)LayerKind.QuotedTransport] = "quoted_transport";
        names[(int)LayerKind.ControlWord] = "control_word";
        names[(int)LayerKind.SegmentRouting] = "srh";
        names[(int)LayerKind.InfiniBandRdma] = "reth";
        names[(int)LayerKind.InfiniBandAck] = "aeth";
        names[(int)LayerKind.QuotedExtension] = "quoted_extension";
        return names;
    }
}
