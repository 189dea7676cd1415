using Weir.Analytics;
using Weir.Export.Delivery;
using Weir.Export.Events;
using Weir.Export.Spool;
using Weir.Scripting;

namespace Weir.Server.Composition.Export;

/// <summary>Looks at what can go wrong without anybody asking, and makes events of it.</summary>
/// <param name="check">Makes the events.</param>
/// <param name="engine">The engine.</param>
/// <param name="spool">Gives the spool once it is open.</param>
internal sealed class ExportWatch(SelfCheck check, AnalyticsEngine engine, Func<EventSpool?> spool)
{
    /// <summary>The scripts, once there are any.</summary>
    public Func<IReadOnlyList<ScriptStatus>> Scripts { get; set; } = static () => [];

    /// <summary>Datagrams that the system or a full buffer dropped before anybody read them.</summary>
    public Func<long> Discarded { get; set; } = static () => 0;

    /// <summary>Looks once.</summary>
    public void Look()
    {
        LookAtInput(engine.Statistics());
        if (spool()?.Statistics is { } now)
        {
            LookAt(now);
        }

        foreach (ScriptStatus script in Scripts())
        {
            string name = script.App is null ? script.Name : $"{script.App}/{script.Name}";
            check.Count($"script {name}", script.Restarts, n => $"script {name} was started again{(n == 1 ? "" : $" {n} times")}: {script.Error ?? "it ended"}");
        }
    }

    private void LookAtInput(EngineStatistics seen)
    {
        check.Count("dispatcher", seen.DispatchDropped, n => $"{n} threshold events and flow records were dropped before anybody saw them: the queue behind the engine is full (weir.dispatch.max)");
        check.Count("sflow dropped", Discarded(), n => $"{n} sFlow datagrams were dropped before they were read: the socket's buffer is full (weir.sflow.rcvbuf) or they came from elsewhere than allowed");
        check.Count("sflow lost", seen.DatagramsLost, n => $"{n} sFlow datagrams of agents never came, by their sequence numbers");
        check.Count("sflow damaged", seen.DecodeErrors.Values.Sum(), n => $"{n} sFlow datagrams or records could not be read");
        check.Count("sflow agents", seen.AgentsRefused + seen.DataSourcesRefused, n => $"{n} sFlow datagrams or samples were dropped because there are too many agents or data sources (weir.agents.max)");
    }

    private void LookAt(SpoolStatistics now)
    {
        check.Count("spool", now.RefusedFull + now.RefusedByDisk, n => $"{n} events were lost before they were on disk: {now.Trouble ?? "the disk is too slow"}");
        check.Count("spool damage", now.CorruptPlaces + now.Unreadable, n => $"{n} damaged places were found in the spool and passed over");
        foreach (SpoolReaderStatistics reader in now.Readers)
        {
            check.Count($"sink {reader.Name} behind", reader.Lost, n => $"{n} events were removed by age or size before sink {reader.Name} had sent them (weir.spool.size, weir.spool.age)");
        }
    }

    /// <summary>Tells what a sink says of itself; it says so seldom enough.</summary>
    public void Tell(SinkNotice notice)
    {
        (EventSeverity severity, string message) = notice.Kind switch
        {
            SinkNoticeKind.Failing => (EventSeverity.Error, $"sink {notice.Sink} fails: {notice.Reason}"),
            SinkNoticeKind.Recovered => (EventSeverity.Notice, $"sink {notice.Sink} works again"),
            _ => (EventSeverity.Error, $"sink {notice.Sink} gave events up: {notice.Reason}"),
        };
        check.Tell($"sink {notice.Sink}", severity, message, new EventField("reason", FieldValue.Of(notice.Reason)), new EventField("waiting", FieldValue.Of(notice.Waiting)));
    }
}
