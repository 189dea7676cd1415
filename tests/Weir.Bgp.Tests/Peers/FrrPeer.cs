using System.Globalization;

namespace Weir.Bgp.Tests.Peers;

/// <summary>FRR's bgpd without zebra, read with vtysh.</summary>
internal sealed class FrrPeer(PeerSettings settings) : BgpPeer(settings)
{
    private string Zebra => Path.Combine(Folder, "zserv");

    public override void Start()
    {
        string us = Settings.OurAddress;
        string[] families = ["ipv4 unicast", "ipv6 unicast", "ipv4 flowspec", "ipv6 flowspec"];
        string activate = string.Concat(families.Select(f => $" address-family {f}\n  neighbor {us} activate\n exit-address-family\n"));
        string config = WriteFile("bgpd.conf", $"""
            router bgp {Settings.PeerAs}
             bgp router-id 10.0.0.4
             no bgp ebgp-requires-policy
             no bgp default ipv4-unicast
             bgp graceful-restart
             bgp graceful-restart notification
             neighbor {us} remote-as 65000
             neighbor {us} update-source {Settings.Address}
             neighbor {us} port {Settings.OurPort}
             {(Settings.Dials ? "" : "neighbor " + us + " passive")}
             {(Settings.Secret is null ? "" : "neighbor " + us + " password " + Settings.Secret)}
             neighbor {us} timers 3 9
             neighbor {us} timers connect 1
             neighbor {us} ebgp-multihop {(Settings.TtlSecurity || Settings.PeerAs == 65000 ? 255 : 10)}
             neighbor {us} disable-connected-check
            {activate}
            """);
        StartKernelSide();
        Process = Run("/usr/lib/frr/bgpd",
        [
            .. Settings.Namespace is null ? (string[])["-n", "-Z"] : ["-z", Zebra], "-S", "-p", Settings.Port.ToString(CultureInfo.InvariantCulture), "-l", Settings.Address,
            "-f", config, "--vty_socket", Folder, "-i", Path.Combine(Folder, "pid"), "-P", "0",
        ]);
    }

    // In a namespace FRR feeds the kernel: blackholes by way of the two next hops that operators route to nowhere.
    private void StartKernelSide()
    {
        if (Settings.Namespace is null)
        {
            return;
        }

        string config = WriteFile("static.conf", "ip route 192.0.2.1/32 blackhole\nipv6 route 100::1/128 blackhole\n");
        string[] options = ["-P", "0", "--vty_socket", Folder, "-z", Zebra];
        Beside.Add(Run("/usr/lib/frr/zebra", [.. options, "-i", Path.Combine(Folder, "zebra.pid"), "-f", WriteFile("zebra.conf", "")]));
        // The others try again only after seconds when they come first.
        SpinWait.SpinUntil(() => File.Exists(Zebra), TimeSpan.FromSeconds(10));
        Beside.Add(Run("/usr/lib/frr/staticd", [.. options, "-i", Path.Combine(Folder, "static.pid"), "-f", config]));
    }

    public override async Task<IReadOnlyList<string>> RoutesAsync()
    {
        string[] commands = ["show bgp ipv4 unicast", "show bgp ipv6 unicast", "show bgp ipv4 flowspec detail", "show bgp ipv6 flowspec detail"];
        string[] parts = (await ShowAsync(commands)).Split("BGP flowspec entry");
        return [.. parts[0].Split('\n').Where(static l => l.StartsWith('*') || l.StartsWith('S')), .. parts[1..]];
    }

    public override string? Shows(string word) => word switch
    {
        "gre" => "IP Protocol = 47",
        "fragment" => "Packet Fragment = 2",
        "icmp-type 8" => "ICMP Type = 8",
        "icmp-type 128" => "ICMP Type = 128",
        "destination-port 443" => "Destination Port = 443",
        "destination-port 80" => "Destination Port = 80",
        "source-port 53" => "Source Port = 53",
        "source-port 443" => "Source Port = 443",
        "tcp-flags" => "TCP Flags = 18",
        "drop" => "FS:rate 0.000000",
        "rate" => "FS:rate 12500.000000",
        "mark" => "FS:marking 1",
        "redirect-as" => "FS:redirect VRF RT:65000:666",
        // FRR 8.4 cuts the text of the two longer route targets.
        "redirect-as4" => "FS:redirect VRF RT:4200000000:6",
        "redirect-ip" => "FS:redirect VRF RT:192.0.2.9:66",
        "redirect-nexthop" => "FS:redirect IP",
        "redirect-action-ip 4" => "NH:192.0.2.1:0",
        "packets" => "UNK:128, 12",
        "action" => "FS:action",
        _ => null,
    };

    private async Task<string> ShowAsync(params string[] commands) =>
        await PeerProcess.RunAsync("/usr/bin/vtysh", ["--vty_socket", Folder, "-d", "bgpd", .. commands.SelectMany(static c => new[] { "-c", c })]);
}
