using Weir.Analytics;
using Weir.Wire;

namespace Weir.Web.Prometheus;

/// <summary>What could not be read, by reason, and by agent and reason.</summary>
/// <remarks>The agents with most errors have series of their own, the others share one: at most 65 times the number of reasons.</remarks>
internal static class DecodeErrorMetrics
{
    private const int AgentsShown = 64;
    private const string Other = "other";

    public static void Collect(AnalyticsEngine engine, IMetricSink sink)
    {
        IReadOnlyDictionary<string, long> totals = engine.Statistics().DecodeErrors;
        foreach (DecodeError error in Enum.GetValues<DecodeError>().Where(e => e != DecodeError.None))
        {
            string reason = error.ToString();
            sink.Counter("weir_decode_errors_total", "Input that could not be read, by reason.", totals.GetValueOrDefault(reason), ("reason", reason));
        }

        foreach ((string agent, SortedDictionary<string, long> reasons) in Bounded(engine.DecodeErrorsByAgent()))
        {
            foreach ((string reason, long count) in reasons)
            {
                sink.Counter("weir_agent_decode_errors_total", "Input that could not be read, by agent and reason; agents beyond the worst 64 are other.", count, ("agent", agent), ("reason", reason));
            }
        }
    }

    private static SortedDictionary<string, SortedDictionary<string, long>> Bounded(SortedDictionary<string, SortedDictionary<string, long>> byAgent)
    {
        SortedDictionary<string, SortedDictionary<string, long>> shown = new(StringComparer.Ordinal);
        int rank = 0;
        foreach ((string agent, SortedDictionary<string, long> reasons) in byAgent.OrderByDescending(a => a.Value.Values.Sum()))
        {
            string name = rank < AgentsShown ? agent : Other;
            rank++;
            if (!shown.TryGetValue(name, out SortedDictionary<string, long>? sum))
            {
                shown.Add(name, sum = new SortedDictionary<string, long>(StringComparer.Ordinal));
            }

            foreach ((string reason, long count) in reasons)
            {
                sum[reason] = sum.GetValueOrDefault(reason) + count;
            }
        }

        return shown;
    }
}
