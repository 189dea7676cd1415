using System.Text.RegularExpressions;

namespace Weir.Bgp.Tests.Peers;

/// <summary>BIRD 2, read with birdc. Its filter installs routes with the blackhole community as blackholes.</summary>
internal sealed partial class BirdPeer(PeerSettings settings) : BgpPeer(settings)
{
    private const string Statics = "protocol static one { ipv4; route 198.51.100.0/24 blackhole; } protocol static two { ipv4; route 198.51.100.0/24 blackhole; }";
    private const string Kernel = "protocol kernel k4 { ipv4 { export where source = RTS_BGP; }; } protocol kernel k6 { ipv6 { export where source = RTS_BGP; }; }";

    public override void Start()
    {
        string secret = Settings.Secret is null ? "" : $"password \"{Settings.Secret}\";";
        string config = WriteFile("bird.conf", $$"""
            log "{{Folder}}/log" all;
            router id 10.0.0.3;
            protocol device { }
            flow4 table f4;
            flow6 table f6;
            filter rtbh { if (65535,666) ~ bgp_community then dest = RTD_BLACKHOLE; accept; }
            filter each_path { if proto = "one" then bgp_next_hop = 192.0.2.1; else bgp_next_hop = 192.0.2.2; accept; }
            {{(Settings.SendsPaths ? Statics : "")}}
            {{(Settings.Namespace is null ? "" : Kernel)}}
            protocol bgp weir {
              local {{Settings.Address}} port {{Settings.Port}} as {{Settings.PeerAs}};
              neighbor {{Settings.OurAddress}} port {{(Settings.Dials ? Settings.OurPort : 179)}} as 65000;
              multihop {{(Settings.TtlSecurity ? "255; ttl security on" : "")}}; strict bind yes; hold time {{Settings.HoldSeconds}}; graceful restart on; {{secret}}
              connect delay time 1; connect retry time 1; error wait time 1, 2;
              passive {{(Settings.Dials ? "no" : "yes")}};
              ipv4 { import filter rtbh; {{(Settings.SendsPaths ? "export filter each_path; add paths tx" : "export none")}}; };
              ipv6 { import filter rtbh; export none; };
              flow4 { table f4; import all; export none; };
              flow6 { table f6; import all; export none; };
            }

            """);
        Process = Run("/usr/sbin/bird", ["-f", "-c", config, "-s", Path.Combine(Folder, "sock"), "-P", Path.Combine(Folder, "pid")]);
    }

    public override async Task<IReadOnlyList<string>> RoutesAsync()
    {
        string text = await PeerProcess.RunAsync("/usr/sbin/birdc", "-s", Path.Combine(Folder, "sock"), "show", "route", "all");
        return RouteStart().Split(text);
    }

    public override string? Shows(string word) => word switch
    {
        "blackhole" => "blackhole [weir",
        "gre" => " 47;",
        "fragment" => "fragment is_fragment;",
        "icmp-type 8" => "icmp type 8;",
        "icmp-type 128" => "icmp type 128;",
        "destination-port 443" => "dport 443;",
        "destination-port 80" => "dport 80;",
        "source-port 53" => "sport 53;",
        "source-port 443" => "sport 443;",
        "tcp-flags" => "tcp flags 0x12/0x12;",
        "drop" => "(generic, 0x80060000, 0x0)",
        "rate" => "(generic, 0x80060000, 0x46435000)",
        "mark" => "(generic, 0x80090000, 0x1)",
        "redirect-as" => "(generic, 0x8008fde8, 0x29a)",
        "redirect-as4" => "(generic, 0x8208fa56, 0xea00029a)",
        "redirect-ip" => "(generic, 0x8108c000, 0x209029a)",
        "redirect-nexthop" => "(generic, 0x8000000, 0x0)",
        "redirect-action-ip 4" => "(unknown 0x10c, 192.0.2.1, 0)",
        "packets" => "(generic, 0x800c0000, 0x447a0000)",
        "action" => "(generic, 0x80070000, 0x3)",
        _ => null,
    };

    // Attribute lines are indented; a route starts at the margin.
    [GeneratedRegex(@"\n(?=\S)")]
    private static partial Regex RouteStart();
}
