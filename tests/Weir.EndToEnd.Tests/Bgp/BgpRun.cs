using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Weir.Bgp.Tests.Peers;

namespace Weir.EndToEnd.Tests.Bgp;

/// <summary>The real program with a script that does what DDoS apps do, as tests use it.</summary>
internal static class BgpRun
{
    public const string ScriptPath = "script/bgp-protect.js/";

    /// <summary>Attack, value in IPv4 and in IPv6, what the router must show of the match: the seven types of ddos-protect.</summary>
    public static IReadOnlyList<(string Attack, string Value4, string Value6, string[] Match)> Attacks { get; } =
    [
        ("ip_flood", "47", "47", ["gre"]),
        ("ip_fragmentation", "17", "17", ["fragment"]),
        ("icmp_flood", "8", "128", ["icmp-type"]),
        ("udp_flood", "443", "443", ["destination-port 443"]),
        ("udp_amplification", "53", "53", ["source-port 53"]),
        ("tcp_flood", "80", "80", ["destination-port 80"]),
        ("tcp_amplification", "443", "443", ["source-port 443", "tcp-flags"]),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<WeirProcess> StartAsync(string us, string router, params string[] more)
    {
        WeirProcess weir = await WeirProcess.ServeAsync(
        [
            $"script.file={Path.Combine(AppContext.BaseDirectory, "scripts", "bgp-protect.js")}",
            "bgp.start=yes", $"bgp.address={us}", $"test.router={router}", "weir.bgp.connectretry=1", .. more.Any(m => m.StartsWith("bgp.port=", StringComparison.Ordinal)) ? more : [.. more, "bgp.port=0"],
        ]);
        await weir.WaitForJsonAsync("scripts/json", scripts => scripts.GetArrayLength() > 0 && scripts[0].GetProperty("state").GetString() == "running");
        return weir;
    }

    public static async Task<int> PortAsync(WeirProcess weir)
    {
        string line = await weir.WaitForLogAsync("Listening, BGP port ");
        return int.Parse(line.Split(" port ")[1], CultureInfo.InvariantCulture);
    }

    public static PeerSettings Settings(string router, string us, int port) => new(router, BgpPeer.FreePort(router), us, port, Dials: true);

    /// <summary>A peer that is dialled by us, so that its own patience costs no time, and the property that says so.</summary>
    public static PeerSettings Dialled(string router, string us, out string property)
    {
        PeerSettings settings = Settings(router, us, 179) with { Dials = false };
        property = string.Create(CultureInfo.InvariantCulture, $"weir.bgp.dial.{router}={settings.Port}");
        return settings;
    }

    public static Task EstablishedAsync(WeirProcess weir, string router) => weir.WaitForJsonAsync("bgp/json", b => State(b, router) == "established");

    public static string? State(JsonElement bgp, string router) => bgp.TryGetProperty(router, out JsonElement found) ? found.GetProperty("state").GetString() : null;

    public static async Task<JsonElement> NeighborAsync(WeirProcess weir, string router) =>
        (await weir.Http.GetFromJsonAsync<JsonElement>("bgp/json", Cancel)).GetProperty(router);

    public static async Task<bool> AddAsync(WeirProcess weir, string action, string target, string attack = "", string value = "", IReadOnlyDictionary<string, string>? then = null) =>
        (await PostAsync(weir, "add", new { action, target, attack, value, then })).GetProperty("sent").GetBoolean();

    public static async Task<bool> RemoveAsync(WeirProcess weir, string target) =>
        (await PostAsync(weir, "remove", new { target })).GetProperty("removed").GetBoolean();

    public static async Task<JsonElement> PostAsync(WeirProcess weir, string action, object body)
    {
        using HttpResponseMessage response = await weir.Http.PostAsJsonAsync($"{ScriptPath}{action}/json", body, Cancel);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    /// <summary>What a peer shows of a word that differs between the families.</summary>
    public static string? Shown(BgpPeer peer, string word, bool isV6) => peer.Shows(word switch
    {
        "icmp-type" => isV6 ? "icmp-type 128" : "icmp-type 8",
        "redirect-action-ip" => isV6 ? "redirect-action-ip 6" : "redirect-action-ip 4",
        _ => word,
    });
}
