using System.Text.RegularExpressions;
using Weir.Analytics;
using Weir.Analytics.Queries;

namespace Weir.Web.Prometheus;

/// <summary>Labels of a metric's agent and data source, looked up once a scrape.</summary>
internal sealed partial class AgentLabels
{
    private readonly AnalyticsEngine _engine;
    private readonly Dictionary<string, string> _hosts = [];
    private readonly Dictionary<(string Agent, string DataSource), string> _virtualHosts = [];
    private readonly Dictionary<(string Agent, string DataSource), string> _interfaces = [];

    /// <summary>Looks up the names.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="agents">Agent selector of the scrape.</param>
    public AgentLabels(AnalyticsEngine engine, string agents)
    {
        _engine = engine;
        foreach (MetricCell cell in engine.Dump(agents, ["host_name", "vir_host_name", "ifname"]))
        {
            if (cell.MetricValue is not string { Length: > 0 } name)
            {
                continue;
            }

            switch (cell.MetricName)
            {
                case "host_name" when cell.DataSource == "2.1":
                    _hosts[cell.Agent] = name;
                    break;
                case "vir_host_name":
                    _virtualHosts[(cell.Agent, cell.DataSource)] = name;
                    break;
                case "ifname":
                    _interfaces[(cell.Agent, cell.DataSource)] = name;
                    break;
            }
        }
    }

    /// <summary>The labels; null for a data source that is not exported (the sandbox of a pod).</summary>
    public (string Name, string Value)[]? Of(string agent, string dataSource)
    {
        List<(string Name, string Value)> labels = [("agent", agent), ("datasource", dataSource)];
        if (_interfaces.TryGetValue((agent, dataSource), out string? name))
        {
            labels.Add(("ifname", name));
        }
        else if (_virtualHosts.TryGetValue((agent, dataSource), out string? virtualHost) && !AddVirtual(labels, virtualHost))
        {
            return null;
        }

        if (_hosts.TryGetValue(agent, out string? host) || (host = NodeOf(agent)) is not null)
        {
            labels.Add(("host", host));
        }

        return [.. labels];
    }

    private string? NodeOf(string agent) => _engine.Topology.NodesForAgent(agent) is [string only] ? only : null;

    // k8s_{container}_{pod}_{namespace}_{uid}_{attempt}, Docker Swarm's {service}.{25}.{25}, or any other name.
    private static bool AddVirtual(List<(string Name, string Value)> labels, string name)
    {
        if (name.StartsWith("k8s_POD_", StringComparison.Ordinal))
        {
            return false;
        }

        string[] parts = name.Split('_');
        Match swarm = Swarm().Match(name);
        if (parts.Length >= 4 && parts[0] == "k8s")
        {
            labels.Add(("k8s_name", parts[1]));
            labels.Add(("k8s_namespace", parts[3]));
        }
        else if (swarm.Success)
        {
            labels.Add(("swarm_name", swarm.Groups[1].Value));
        }
        else
        {
            labels.Add(("vir_host", name));
        }

        return true;
    }

    [GeneratedRegex(@"^([^.]+)\.[^.]{25}\.[^.]{25}$", RegexOptions.CultureInvariant)]
    private static partial Regex Swarm();
}
