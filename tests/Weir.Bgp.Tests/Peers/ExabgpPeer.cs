using System.Globalization;
using System.Text.Json;

namespace Weir.Bgp.Tests.Peers;

/// <summary>ExaBGP, read by the JSON it hands to a process; the table is kept here from its announcements and withdrawals.</summary>
internal sealed class ExabgpPeer(PeerSettings settings) : BgpPeer(settings)
{
    private const string Paths = "static { route 198.51.100.0/24 next-hop 192.0.2.1 path-information 0.0.0.1; route 198.51.100.0/24 next-hop 192.0.2.2 path-information 0.0.0.2; }";

    /// <summary>Whether a message came as these octets, in hexadecimal; only where it hands updates on raw.</summary>
    public bool HasRaw(string octets) => File.Exists(Log) && File.ReadAllText(Log).Contains(octets, StringComparison.OrdinalIgnoreCase);

    private string Log => Path.Combine(Folder, "routes.json");

    public override void Start()
    {
        // ExaBGP gives a helper up whose standard output ends, so the shell must keep it.
        string sink = WriteFile("sink.sh", $"#!/bin/sh\nwhile read -r line; do echo \"$line\" >> {Log}; done\n");
        File.SetUnixFileMode(sink, (UnixFileMode)0b111_101_101);
        File.Delete(Log);
        string secret = Settings.Secret is null ? "" : $"md5-password \"{Settings.Secret}\";";
        string config = WriteFile("exabgp.conf", $$"""
            process watch { run {{sink}}; encoder json; }
            neighbor {{Settings.OurAddress}} {
              router-id 10.0.0.5; local-address {{Settings.Address}}; local-as {{Settings.PeerAs}}; peer-as 65000; hold-time 9;
              {{(Settings.Dials ? $"connect {Settings.OurPort};" : "passive true;")}} {{secret}} {{(Settings.TtlSecurity ? "outgoing-ttl 255;" : "")}}
              family { ipv4 unicast; ipv6 unicast; ipv4 flow; ipv6 flow; }
              capability { graceful-restart 60; {{(Settings.SendsPaths ? "add-path send;" : "")}} }
              {{(Settings.SendsPaths ? Paths : "")}}
              api { processes [ watch ]; neighbor-changes; receive { {{(Settings.Raw ? "packets" : "parsed")}}; update; } }
            }

            """);
        Process = Run("/usr/sbin/exabgp", [config], new Dictionary<string, string>
        {
            ["exabgp.daemon.user"] = "root",
            ["exabgp.tcp.bind"] = Settings.Dials ? "" : Settings.Address,
            ["exabgp.tcp.port"] = Settings.Port.ToString(CultureInfo.InvariantCulture),
            ["exabgp.api.cli"] = "false",
            ["exabgp.log.level"] = "WARNING",
        });
    }

    public override Task<IReadOnlyList<string>> RoutesAsync()
    {
        Dictionary<string, string> table = [];
        foreach (string line in File.Exists(Log) ? File.ReadAllLines(Log) : [])
        {
            Apply(table, line);
        }

        return Task.FromResult<IReadOnlyList<string>>([.. table.Values]);
    }

    public override string? Shows(string word) => word switch
    {
        "blackhole" => "[ 65535, 666 ]",
        "gre" => "=gre",
        "fragment" => "=is-fragment",
        "icmp-type 8" => "icmp-type =echo-request",
        "destination-port 443" => "destination-port =443",
        "destination-port 80" => "destination-port =80",
        "source-port 53" => "source-port =53",
        "source-port 443" => "source-port =443",
        "drop" => "rate-limit:0",
        "rate" => "rate-limit:12500",
        "mark" => "mark 1",
        "redirect-as" => "redirect:65000:666",
        "action" => "action ",
        "redirect-nexthop" => "redirect-to-nexthop",
        "redirect-action-ip 4" => "redirect-to-nexthop-ietf 192.0.2.1",
        // Kept as they came, without a name: 0x8108C0000209029A and 0x800C0000447A0000.
        "redirect-ip" => "9297892536973066906",
        "packets" => "9226749737724149760",
        _ => null,
    };

    private static void Apply(Dictionary<string, string> table, string line)
    {
        using JsonDocument? json = Parse(line);
        if (json is null || !json.RootElement.TryGetProperty("neighbor", out JsonElement neighbor))
        {
            return;
        }

        if (neighbor.TryGetProperty("state", out JsonElement state) && state.GetString() == "down")
        {
            table.Clear();
        }

        if (neighbor.TryGetProperty("message", out JsonElement message) && message.TryGetProperty("update", out JsonElement update))
        {
            Each(update, "withdraw", (key, _) => table.Remove(key));
            Each(update, "announce", (key, text) => table[key] = text + " " + update.GetRawText());
        }
    }

    // announce: { family: { next hop: [ { nlri or string } ] } }, withdraw: { family: [ { nlri or string } ] }
    private static void Each(JsonElement update, string kind, Action<string, string> act)
    {
        if (!update.TryGetProperty(kind, out JsonElement families))
        {
            return;
        }

        foreach (JsonProperty family in families.EnumerateObject())
        {
            IEnumerable<JsonElement> routes = family.Value.ValueKind == JsonValueKind.Array
                ? family.Value.EnumerateArray() : family.Value.EnumerateObject().SelectMany(static h => h.Value.EnumerateArray());
            foreach (JsonElement route in routes)
            {
                string text = route.TryGetProperty("nlri", out JsonElement nlri) ? nlri.GetString()!
                    : route.TryGetProperty("string", out JsonElement rule) ? rule.GetString()! : route.GetRawText();
                // The next hop is part of the announcement's text but not of the route.
                act($"{family.Name} {text.Split(" next-hop ")[0]}", text);
            }
        }
    }

    private static JsonDocument? Parse(string line)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException)
        {
            // The last line may still be on its way.
            return null;
        }
    }
}
