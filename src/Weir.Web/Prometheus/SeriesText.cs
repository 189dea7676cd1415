using Weir.Analytics;
using Weir.Analytics.Counters;
using Weir.Analytics.Queries;

namespace Weir.Web.Prometheus;

/// <summary>Writes metrics of data sources in the Prometheus text format 0.0.4: one block a name, each series once, nothing that remains of a line once it is written.</summary>
/// <param name="engine">Where values come from.</param>
/// <param name="options">Prefix of names, and whether they have types.</param>
/// <param name="agents">Agent selector.</param>
internal sealed class SeriesText(AnalyticsEngine engine, WebOptions options, string agents)
{
    private const int LargeAgent = 1_024;

    /// <summary>Writes the metrics.</summary>
    /// <param name="piece">Where to.</param>
    /// <param name="names">Which, in order.</param>
    /// <returns>A step each time there is a piece to be sent, and none at the end.</returns>
    public IEnumerable<int> Write(SeriesPiece piece, IReadOnlyList<SeriesName> names)
    {
        foreach (IGrouping<string, SeriesName> family in names.GroupBy(name => ExpositionWriter.SafeName(options.MetricPrefix + name.Metric), StringComparer.Ordinal))
        {
            // A series can come twice: from two names that are one in this format, or from an agent that several shards hear. The parts of such an
            // agent follow each other, so that what was written of the agents before need not be known.
            bool isOneName = !family.Skip(1).Any();
            HashSet<(string Agent, string DataSource)> written = [];
            string? agent = null;
            bool isBegun = false;
            foreach (ReadOnlyMemory<SeriesRow> part in family.SelectMany(name => engine.SeriesInParts(agents, name)))
            {
                for (int i = 0; i < part.Length; i++)
                {
                    SeriesRow row = part.Span[i];
                    if (isOneName && row.Agent != agent)
                    {
                        agent = row.Agent;
                        Forget(ref written);
                    }

                    if (IsSandbox(row) || !written.Add((row.Agent, row.DataSource)))
                    {
                        continue;
                    }

                    if (!isBegun && options.MetricType)
                    {
                        piece.Add($"# TYPE {family.Key} gauge\n");
                    }

                    isBegun = true;
                    WriteLine(piece, family.Key, row);
                    if (piece.IsDue)
                    {
                        yield return i;
                    }
                }
            }
        }
    }

    // Emptying a set takes as long as it once was large: one that knew a large agent is not emptied for each of the small ones that follow.
    private static void Forget(ref HashSet<(string Agent, string DataSource)> written)
    {
        if (written.Count > LargeAgent)
        {
            written = [];
        }

        written.Clear();
    }

    // The sandbox of a pod has nothing of its own.
    private static bool IsSandbox(in SeriesRow row) => row.IfName is null && row.VirtualHost is { } name && name.StartsWith("k8s_POD_", StringComparison.Ordinal);

    private static void WriteLine(SeriesPiece piece, string name, in SeriesRow row)
    {
        piece.Add(name);
        piece.AddLabel('{', "agent", row.Agent);
        piece.AddLabel(',', "datasource", row.DataSource);
        if (row.IfName is not null)
        {
            piece.AddLabel(',', "ifname", row.IfName);
        }
        else if (row.VirtualHost is not null)
        {
            AddVirtual(piece, row.VirtualHost);
        }

        if (row.Host is not null)
        {
            piece.AddLabel(',', "host", row.Host);
        }

        piece.EndLine(row.Value);
    }

    private static void AddVirtual(SeriesPiece piece, string name)
    {
        GuestName guest = GuestName.Parse(name);
        if (guest.KubernetesName is { } container)
        {
            piece.AddLabel(',', "k8s_name", container);
            piece.AddLabel(',', "k8s_namespace", guest.KubernetesNamespace);
        }
        else if (guest.SwarmName is { } service)
        {
            piece.AddLabel(',', "swarm_name", service);
        }
        else
        {
            piece.AddLabel(',', "vir_host", name);
        }
    }
}
