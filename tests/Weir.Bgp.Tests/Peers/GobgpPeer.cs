using System.Globalization;

namespace Weir.Bgp.Tests.Peers;

/// <summary>GoBGP, read with its own command line client.</summary>
internal sealed class GobgpPeer(PeerSettings settings) : BgpPeer(settings)
{
    private static readonly string[] Families = ["ipv4", "ipv6", "ipv4-flowspec", "ipv6-flowspec"];
    private readonly string _apiPort = FreePort(settings.Address).ToString(CultureInfo.InvariantCulture);

    public override void Start()
    {
        string families = string.Concat(new[] { "ipv4-unicast", "ipv6-unicast", "ipv4-flowspec", "ipv6-flowspec" }.Select(f => $$"""

              [[neighbors.afi-safis]]
                [neighbors.afi-safis.config]
                  afi-safi-name = "{{f}}"
                [neighbors.afi-safis.mp-graceful-restart.config]
                  enabled = true
                [neighbors.afi-safis.add-paths.config]
                  send-max = {{(Settings.SendsPaths && f == "ipv4-unicast" ? 8 : 0)}}
            """));
        string config = WriteFile("gobgpd.conf", $"""
            [global.config]
              as = {Settings.PeerAs}
              router-id = "10.0.0.2"
              port = {Settings.Port}
              local-address-list = ["{Settings.Address}"]
            [[neighbors]]
              [neighbors.config]
                neighbor-address = "{Settings.OurAddress}"
                peer-as = 65000
                auth-password = "{Settings.Secret}"
              [neighbors.transport.config]
                local-address = "{Settings.Address}"
                remote-port = {Settings.OurPort}
                passive-mode = {(Settings.Dials ? "false" : "true")}
              [neighbors.ttl-security.config]
                enabled = {(Settings.TtlSecurity ? "true" : "false")}
                ttl-min = 255
              [neighbors.timers.config]
                connect-retry = 1
                idle-hold-time-after-reset = 1
                hold-time = 9
              [neighbors.graceful-restart.config]
                enabled = true
                restart-time = 60
                notification-enabled = true
            {families}
            """);
        Process = new PeerProcess("/usr/bin/gobgpd", ["-f", config, "--api-hosts", $"{Settings.Address}:{_apiPort}", "--pprof-disable"]);
    }

    public override async Task<IReadOnlyList<string>> RoutesAsync()
    {
        List<string> routes = [];
        foreach (string family in Families)
        {
            string text = await PeerProcess.RunAsync("/usr/bin/gobgp", "-u", Settings.Address, "-p", _apiPort, "global", "rib", "-a", family);
            routes.AddRange(text.Split('\n').Where(static l => l.Contains("*>", StringComparison.Ordinal)));
        }

        return routes;
    }

    public override async Task OriginatePathsAsync()
    {
        await OriginateAsync("198.51.100.0/24", "identifier", "11", "nexthop", "192.0.2.1");
        await PeerProcess.RunAsync("/usr/bin/gobgp", "-u", Settings.Address, "-p", _apiPort, "global", "rib", "add", "198.51.100.0/24", "identifier", "12", "nexthop", "192.0.2.2");
    }

    /// <summary>Originates a route, once the daemon answers; <paramref name="route"/> is what its own client takes.</summary>
    public async Task OriginateAsync(string prefix, params string[] route)
    {
        string[] command = ["-u", Settings.Address, "-p", _apiPort, "global", "rib"];
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(100));
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (!await HasAsync(prefix.Split('/')[0]))
        {
            await PeerProcess.RunAsync("/usr/bin/gobgp", [.. command, "add", "-a", prefix.Contains(':', StringComparison.Ordinal) ? "ipv6" : "ipv4", prefix, .. route]);
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    public override string? Shows(string word) => word switch
    {
        "blackhole" => "Communities: blackhole",
        "gre" => "[protocol: ==gre]",
        "fragment" => "[fragment: =is-fragment]",
        "icmp-type 8" => "[icmp-type: ==8]",
        "icmp-type 128" => "[icmp-type: ==128]",
        "destination-port 443" => "[destination-port: ==443]",
        "destination-port 80" => "[destination-port: ==80]",
        "source-port 53" => "[source-port: ==53]",
        "source-port 443" => "[source-port: ==443]",
        "tcp-flags" => "[tcp-flags: =SA]",
        "drop" => "Extcomms: [discard]",
        "rate" => "Extcomms: [rate: 12500",
        "mark" => "Extcomms: [remark: 1]",
        "redirect-as" => "redirect: 65000:666",
        "redirect-as4" => "redirect: 64086.59904:666",
        "redirect-ip" => "redirect: 192.0.2.9:666",
        "redirect-action-ip 4" => "192.0.2.1:0",
        "redirect-action-ip 6" => "2001:db8::9:0",
        "action" => "action: terminal-sample",
        _ => null,
    };
}
