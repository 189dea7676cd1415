using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics;
using Weir.Export.Configuration;
using Weir.Export.Delivery;
using Weir.Export.Events;
using Weir.Export.Settings;
using Weir.Export.Sinks;
using Weir.Testing;

namespace Weir.Export.Tests.Delivery;

/// <summary>A delivery service with one scripted sink called <c>s</c>, a spool in memory and a clock that the test moves.</summary>
internal sealed class DeliveryBench : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("weir-delivery-");

    public DeliveryBench(ScriptedSink? sink = null)
    {
        Sink = sink ?? new ScriptedSink();
        Service = Create();
    }

    public ScriptedSink Sink { get; set; }

    public MemorySpool Spool { get; } = new();

    public ManualTime Time { get; } = new();

    public List<SinkNotice> Notices { get; } = [];

    public DeliveryService Service { get; private set; }

    public string Folder => _folder.FullName;

    public SinkHealth Health => Service.Sinks[0].Events!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static WeirEvent Event(string id, string subject = "", EventSeverity severity = EventSeverity.Info, params EventField[] fields) =>
        new() { Id = id, TimeNs = 1_767_225_600_000_000_000, Kind = "test", Message = $"event {id}", Subject = subject, Severity = severity, Fields = fields };

    public static IEnumerable<WeirEvent> Events(int from, int to) => Enumerable.Range(from, to - from + 1).Select(i => Event(FormattableString.Invariant($"{i}")));

    public async Task<IReadOnlyList<Diagnostic>> ApplyAsync(params (string Name, string Text)[] settings) => await Service.ApplyAsync([Definition("s", settings)], Cancel);

    public static SinkDefinition Definition(string name, params (string Name, string Text)[] settings)
    {
        Dictionary<string, SettingNode> members = settings.Where(s => !s.Name.Contains('.', StringComparison.Ordinal)).ToDictionary(s => s.Name, s => new SettingNode(s.Text));
        foreach (IGrouping<string, (string Name, string Text)> section in settings.Where(s => s.Name.Contains('.', StringComparison.Ordinal)).GroupBy(s => s.Name.Split('.')[0]))
        {
            members[section.Key] = new SettingNode(section.ToDictionary(s => s.Name.Split('.', 2)[1], s => new SettingNode(s.Text)));
        }

        return new SinkDefinition(name, "scripted", members, "test");
    }

    /// <summary>Waits; the clock stands still.</summary>
    public static async Task UntilAsync(Func<bool> condition) => Assert.True(await Condition.HoldsAsync(condition, Cancel));

    /// <summary>Waits, and moves the clock to the next trial whenever delivery pauses.</summary>
    public async Task RunUntilAsync(Func<bool> condition)
    {
        (long?, int) passed = default;
        Assert.True(await Condition.HoldsAsync(
            () =>
            {
                // Each pause is cut short once: what health says of one that is over must not end the next before it was looked at.
                SinkHealth health = Health;
                (long?, int) pause = (health.NextAttemptMs, health.ConsecutiveFailures);
                if (!condition() && health.NextAttemptMs is not null && pause != passed && Time.WaitingTimers > 0)
                {
                    passed = pause;
                    Time.AdvanceToNextTimer();
                }

                return condition();
            },
            Cancel));
    }

    /// <summary>What a crash does: the service is gone without a word, another one begins on the same files.</summary>
    public async Task RestartAsync(ScriptedSink sink)
    {
        await Service.DisposeAsync();
        Sink = sink;
        Service = Create();
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private DeliveryService Create() => new(Spool, new DeliveryOptions
    {
        Folder = Folder,
        Time = Time,
        Logs = NullLoggerFactory.Instance,
        HostName = "here",
        Version = "1",
        Random = new Random(1),
        FindType = name => name == "scripted" ? new ScriptedType(Make) : null,
        Notify = notice =>
        {
            lock (Notices)
            {
                Notices.Add(notice);
            }
        },
    });

    private ISink Make(SinkSettings settings)
    {
        settings.SecretOrNull("password_of_nobody");
        settings.TextOrNull("colour");
        settings.TextOrNull("url");
        return Sink;
    }
}
