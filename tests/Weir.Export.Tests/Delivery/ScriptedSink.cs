using System.Collections.Concurrent;
using Weir.Export.Events;
using Weir.Export.Settings;
using Weir.Export.Sinks;

namespace Weir.Export.Tests.Delivery;

/// <summary>A sink that answers as a test says and keeps what it was sent.</summary>
internal sealed class ScriptedSink : IEventSink, IMetricSink
{
    private readonly Lock _gate = new();
    private readonly List<string[]> _requests = [];
    private readonly List<string> _taken = [];

    public SinkLimits Limits { get; init; } = new() { MaxItems = 4, Linger = TimeSpan.Zero };

    public ConcurrentQueue<SendResult> Answers { get; } = new();

    /// <summary>Answers once <see cref="Answers"/> is empty; accepts when null.</summary>
    public Func<IReadOnlyList<WeirEvent>, SendResult>? Judge { get; set; }

    public Func<CancellationToken, Task>? Before { get; set; }

    public bool Disposed { get; private set; }

    public IReadOnlyList<string> Requests => Locked(() => _requests.Select(r => string.Join(' ', r)).ToList());

    public IReadOnlyList<string> Taken => Locked(() => _taken.ToList());

    public async Task<SendResult> SendAsync(IReadOnlyList<WeirEvent> batch, CancellationToken cancel)
    {
        await (Before?.Invoke(cancel) ?? Task.CompletedTask);
        SendResult answer = Answers.TryDequeue(out SendResult? next) ? next : Judge?.Invoke(batch) ?? SendResult.Accepted;
        Keep([.. batch.Select(e => e.Id)], answer);
        return answer;
    }

    public async Task<SendResult> SendAsync(IReadOnlyList<MetricPoint> points, CancellationToken cancel)
    {
        await (Before?.Invoke(cancel) ?? Task.CompletedTask);
        SendResult answer = Answers.TryDequeue(out SendResult? next) ? next : SendResult.Accepted;
        Keep([.. points.Select(p => p.Name)], answer);
        return answer;
    }

    public ValueTask DisposeAsync()
    {
        Disposed = true;
        return ValueTask.CompletedTask;
    }

    private void Keep(string[] ids, SendResult answer)
    {
        lock (_gate)
        {
            _requests.Add(ids);
            for (int i = 0; i < ids.Length; i++)
            {
                if (answer.Outcome == SendOutcome.Accepted || (answer.Outcome == SendOutcome.Mixed && i < answer.Verdicts.Count && answer.Verdicts[i].Outcome == SendOutcome.Accepted))
                {
                    _taken.Add(ids[i]);
                }
            }
        }
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }
}

/// <summary>A type of sink that gives out prepared sinks.</summary>
internal sealed class ScriptedType(Func<SinkSettings, ISink> create) : ISinkType
{
    public string Name => "scripted";

    public string Summary => "for tests";

    public IReadOnlyList<string> Triggers => ["url"];

    public ISink Create(SinkSettings settings, SinkContext context) => create(settings);
}
