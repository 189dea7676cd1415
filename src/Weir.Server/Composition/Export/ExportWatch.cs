using Weir.Analytics;
using Weir.Export.Delivery;
using Weir.Export.Events;
using Weir.Export.Spool;
using Weir.Scripting;

namespace Weir.Server.Composition.Export;

/// <summary>Looks at what can go wrong without anybody asking, and makes events of it.</summary>
/// <param name="check">Makes the events.</param>
/// <param name="engine">The engine.</param>
/// <param name="spool">The spool.</param>
internal sealed class ExportWatch(SelfCheck check, AnalyticsEngine engine, EventSpool spool)
{
    /// <summary>The scripts, once there are any.</summary>
    public Func<IReadOnlyList<ScriptStatus>> Scripts { get; set; } = static () => [];

    /// <summary>Looks once.</summary>
    public void Look()
    {
        check.Count("dispatcher", engine.Statistics().DispatchDropped, n => $"{n} threshold events and flow records were dropped before anybody saw them: the queue behind the engine is full (weir.dispatch.max)");
        SpoolStatistics now = spool.Statistics;
        check.Count("spool", now.RefusedFull + now.RefusedByDisk, n => $"{n} events were lost before they were on disk: {now.Trouble ?? "the disk is too slow"}");
        check.Count("spool damage", now.CorruptPlaces + now.Unreadable, n => $"{n} damaged places were found in the spool and passed over");
        foreach (SpoolReaderStatistics reader in now.Readers)
        {
            check.Count($"sink {reader.Name} behind", reader.Lost, n => $"{n} events were removed by age or size before sink {reader.Name} had sent them (weir.spool.size, weir.spool.age)");
        }

        foreach (ScriptStatus script in Scripts())
        {
            string name = script.App is null ? script.Name : $"{script.App}/{script.Name}";
            check.Count($"script {name}", script.Restarts, n => $"script {name} was started again{(n == 1 ? "" : $" {n} times")}: {script.Error ?? "it ended"}");
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
