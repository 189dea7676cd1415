using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics;
using Weir.Export.Configuration;
using Weir.Export.Delivery;
using Weir.Export.Events;
using Weir.Export.Spool;
using Weir.Testing;
using Weir.Testing.Receivers;

namespace Weir.Chaos;

/// <summary>Real spool, real sink, strict receiver over real connections; only the clock is moved by hand.</summary>
public sealed class SimulatedDelivery : IAsyncDisposable
{
    private const int Streams = 3;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("weir-sim-");
    private readonly EventClock _clock;
    private readonly EventSpool _spool;
    private int _number;

    private SimulatedDelivery(int seed)
    {
        Receiver = new LokiReceiver { Time = Time };
        _clock = new EventClock(Time);
        _spool = EventSpool.Open(new SpoolOptions { Directory = Path.Combine(_folder.FullName, "spool") }, TimeProvider.System, NullLogger.Instance);
        Delivery = new DeliveryService(_spool, EngineHost.Options(Path.Combine(_folder.FullName, "delivery")) with { Time = Time, Random = new Random(seed) });
    }

    /// <summary>The clock of sink, receiver and events.</summary>
    public ManualTime Time { get; } = new();

    /// <summary>The receiver.</summary>
    public LokiReceiver Receiver { get; }

    /// <summary>The sink's service.</summary>
    public DeliveryService Delivery { get; }

    /// <summary>What was accepted.</summary>
    public Ledger Ledger { get; } = new();

    /// <summary>How the sink stands.</summary>
    public SinkHealth Health => Delivery.Sinks[0].Events!;

    /// <summary>Accepted beside what the receiver keeps.</summary>
    public Verdict Verdict => Ledger.Compare([.. Receiver.Entries.Select(entry => entry["event_id"])]);

    /// <summary>Starts everything.</summary>
    /// <param name="seed">Of the pauses.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<SimulatedDelivery> StartAsync(int seed, CancellationToken cancel)
    {
        SimulatedDelivery made = new(seed);
        await made.Receiver.StartAsync();
        Dictionary<string, string> properties = new() { ["weir.loki.url"] = made.Receiver.Url.ToString(), ["weir.loki.metadata.id"] = "event_id", ["weir.loki.batch.age"] = "0ms" };
        IReadOnlyList<Diagnostic> problems = await made.Delivery.ApplyAsync(SinkProperties.Read(properties, Weir.Export.Sinks.SinkTypes.All, []), cancel);
        return problems.Count == 0 ? made : throw new InvalidOperationException(string.Join("; ", problems));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Delivery.DisposeAsync();
        await _spool.DisposeAsync();
        await Receiver.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Hands in so many events of each stream, and waits until they are accepted.</summary>
    public async Task EmitAsync(int each, CancellationToken cancel)
    {
        for (int i = 0; i < each; i++)
        {
            _number++;
            for (int stream = 0; stream < Streams; stream++)
            {
                string id = Ledger.IdOf(stream, _number);
                await _spool.AppendAsync(new WeirEvent { Id = id, TimeNs = _clock.Now(), Kind = "chaos", Service = "test", Subject = $"s{stream}", Message = $"event {id}" }, cancel);
                Ledger.Add([id]);
            }
        }
    }

    /// <summary>Moves the clock until everything that waits is delivered.</summary>
    public Task SettleAsync(CancellationToken cancel) => UntilAsync(
        () =>
        {
            if (Health.NextAttemptMs is not null)
            {
                Time.AdvanceToNextTimer();
            }

            return Health is { Waiting: 0, State: SinkState.Idle };
        },
        cancel);

    /// <summary>Waits until delivery pauses, then moves the clock to its next trial.</summary>
    public async Task NextTrialAsync(CancellationToken cancel)
    {
        await UntilAsync(() => Health.NextAttemptMs is not null && Time.WaitingTimers > 0, cancel);
        Time.AdvanceToNextTimer();
    }

    /// <summary>Waits in real time.</summary>
    /// <exception cref="TimeoutException">It never held.</exception>
    public static async Task UntilAsync(Func<bool> condition, CancellationToken cancel)
    {
        if (!await Condition.HoldsAsync(condition, cancel))
        {
            throw new TimeoutException("what was waited for never came");
        }
    }
}
