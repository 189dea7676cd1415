namespace Weir.Server.Configuration;

/// <summary>The names of every property that Weir reads, so that a misspelt one does not go unnoticed.</summary>
/// <remarks>
/// A property of another name is none of Weir's business: scripts read their own. One that stands in a family of Weir's, or is a slip away from a
/// name that means something, is told. The settings of a sink (<c>weir.TYPE.SETTING</c>) are checked by the sink.
/// </remarks>
public static class PropertyNames
{
    private const int MaxSlips = 2;

    private static readonly string[] Families =
        ["weir.", "sflow.", "http.", "script.", "bgp.", "geo.", "oui.", "dns.", "prometheus.", "events.", "flows.", "system."];

    /// <summary>Names that are complete.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "bgp.address", "bgp.port", "bgp.start", "dns.servers", "events.max", "flows.max", "geo.asn", "geo.asn6", "geo.country", "geo.country6",
        "http.hostname", "http.html", "http.html.redirect", "http.json.indent", "http.log", "http.port", "http.readonly", "http.rest", "oui.names",
        "prometheus.metric.prefix", "prometheus.type", "script.file", "script.store", "sflow.address", "sflow.file", "sflow.port",
        "sflow.rcvpktsbuffer", "system.propertyFiles", "weir.agents.max", "weir.bgp.connectretry", "weir.bgp.keeproutes", "weir.bgp.maxflows",
        "weir.bgp.maxroutes", "weir.bgp.restart", "weir.bgp.ttlsecurity", "weir.data", "weir.datasources.max", "weir.dispatch.max",
        "weir.events.audit", "weir.events.flows", "weir.events.selfcheck", "weir.events.thresholds", "weir.export", "weir.flows.capacity",
        "weir.flows.distinctbytes", "weir.http.cafile", "weir.http.connect.timeout", "weir.http.maxbody", "weir.http.maxconnections",
        "weir.http.maxwaiting", "weir.http.password", "weir.http.timeout", "weir.http.token", "weir.http.user", "weir.metrics.agents",
        "weir.metrics.export", "weir.metrics.flows", "weir.metrics.interval", "weir.presets", "weir.script.inspect", "weir.script.memory",
        "weir.script.node", "weir.script.queue", "weir.script.runcmd", "weir.script.timeout", "weir.sflow.allow", "weir.sflow.file.loop",
        "weir.sflow.rcvbuf", "weir.shards", "weir.spool.age", "weir.spool.size", "weir.syslog.body", "weir.syslog.format",
    ];

    /// <summary>Beginnings of names that a router's address or name completes.</summary>
    public static IReadOnlyList<string> OfRouters { get; } = ["weir.bgp.password.", "weir.bgp.dial.", "weir.bgp.withhold."];

    /// <summary>A sentence for each property that looks like one of Weir's and is none.</summary>
    /// <param name="names">The names that are set.</param>
    /// <param name="sinkTypes">Types of sinks there are.</param>
    public static IEnumerable<string> Doubts(IEnumerable<string> names, IEnumerable<string> sinkTypes)
    {
        string[] types = [.. sinkTypes];
        foreach (string name in names.Order(StringComparer.Ordinal))
        {
            if (All.Contains(name) || OfRouters.Concat(types.Select(SettingsOf)).Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal)))
            {
                continue;
            }

            string? meant = Nearest(name, types);
            if (meant is not null || Families.Any(family => name.StartsWith(family, StringComparison.Ordinal)))
            {
                yield return $"Property {name} is none of Weir's, only scripts see it{(meant is null ? "" : $"; did you mean {meant}?")}";
            }
        }
    }

    private static string SettingsOf(string sinkType) => $"weir.{sinkType}.";

    private static string? Nearest(string name, string[] types)
    {
        IEnumerable<string> candidates = All;

        // weir.lokki.url: the type is misspelt, the setting is the sink's own.
        if (name.Split('.', 3) is ["weir", _, { } setting])
        {
            candidates = candidates.Concat(types.Select(type => SettingsOf(type) + setting));
        }

        return candidates.Select(candidate => (Name: candidate, Slips: Slips(name, candidate)))
            .Where(candidate => candidate.Slips <= MaxSlips)
            .OrderBy(candidate => candidate.Slips).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name).FirstOrDefault();
    }

    // Letters left out, added, replaced or swapped with their neighbour (optimal string alignment); capitals do not count.
    private static int Slips(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > MaxSlips)
        {
            return int.MaxValue;
        }

        int[] beforePrevious = [];
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int[] current = new int[b.Length + 1];
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = previous[j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    current[j] = Math.Min(current[j], beforePrevious[j - 2] + 1);
                }
            }

            (beforePrevious, previous) = (previous, current);
        }

        return previous[b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
