using Microsoft.Extensions.Logging;
using Weir.Analytics.Agents;
using Weir.Analytics.Flows;
using Weir.Analytics.Thresholds;
using Weir.Wire;

namespace Weir.Analytics.Events;

/// <summary>Carries records and events from the shards to the rings and handlers, on a thread of its own, in order.</summary>
/// <remarks>
/// Queue: bounded; when full the newest item is dropped and counted, or, in a replay, the shard waits so that nothing is lost.
/// Shared: posted to by the shards, emptied by the dispatcher's thread. A handler that throws is logged once per cause and called again.
/// </remarks>
internal sealed partial class Dispatcher : IDisposable
{
    private readonly object _sync = new();
    private readonly Queue<object> _queue = new();
    private readonly HashSet<string> _loggedCauses = [];
    private readonly AnalyticsEngine _engine;
    private readonly int _capacity;
    private readonly bool _waits;
    private Thread? _thread;
    private bool _stopped;

    /// <summary>Makes an idle dispatcher; the thread starts with the first item.</summary>
    public Dispatcher(AnalyticsEngine engine, AnalyticsOptions options)
    {
        _engine = engine;
        _capacity = Math.Max(1, options.DispatchQueueCapacity);
        _waits = options.ReplayClock;
    }

    /// <summary>Items dropped because the queue was full.</summary>
    public long Dropped { get; private set; }

    /// <summary>Times a handler threw.</summary>
    public long HandlerFailures { get; private set; }

    /// <summary>Posts an item; false when the caller has to wait for room.</summary>
    public bool TryPost(object item)
    {
        lock (_sync)
        {
            if (_stopped)
            {
                return true;
            }

            if (_queue.Count >= _capacity)
            {
                Dropped += _waits ? 0 : 1;
                return !_waits;
            }

            Enqueue(item);
            return true;
        }
    }

    /// <summary>Waits until the queue has room or the dispatcher stops.</summary>
    public void WaitForRoom()
    {
        lock (_sync)
        {
            while (_queue.Count >= _capacity && !_stopped)
            {
                Monitor.Wait(_sync);
            }
        }
    }

    /// <summary>Completes when everything posted so far was delivered.</summary>
    public Task FlushAsync(CancellationToken cancel)
    {
        TaskCompletionSource delivered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_sync)
        {
            if (_stopped)
            {
                return Task.CompletedTask;
            }

            // A mark, not an item: it takes no room that an item could have.
            Enqueue(delivered);
        }

        return delivered.Task.WaitAsync(cancel);
    }

    /// <summary>Stops the thread; what waits is not delivered.</summary>
    public void Dispose()
    {
        Thread? thread;
        lock (_sync)
        {
            _stopped = true;
            thread = _thread;
            while (_queue.TryDequeue(out object? item))
            {
                (item as TaskCompletionSource)?.TrySetResult();
            }

            Monitor.PulseAll(_sync);
        }

        if (thread != Thread.CurrentThread)
        {
            thread?.Join();
        }
    }

    private void Enqueue(object item)
    {
        _queue.Enqueue(item);
        if (_thread is null)
        {
            _thread = new Thread(Run) { IsBackground = true, Name = "weir-dispatcher" };
            _thread.Start();
        }

        Monitor.PulseAll(_sync);
    }

    private void Run()
    {
        while (TryTake() is { } item)
        {
            try
            {
                Deliver(item);
            }
            catch (Exception failure)
            {
                HandlerFailures++;
                if (_loggedCauses.Count < 1_000 && _loggedCauses.Add($"{failure.GetType()} {failure.Message}"))
                {
                    LogHandlerFailed(_engine.Logger, failure);
                }
            }
        }
    }

    private object? TryTake()
    {
        lock (_sync)
        {
            while (_queue.Count == 0 && !_stopped)
            {
                Monitor.Wait(_sync);
            }

            if (_stopped)
            {
                return null;
            }

            object item = _queue.Dequeue();
            Monitor.PulseAll(_sync);
            return item;
        }
    }

    private void Deliver(object item)
    {
        switch (item)
        {
            case ThresholdEvent crossed:
                _engine.Raise(_engine.Events.Append(id => crossed with { EventId = id }));
                break;
            case FlowRecord record:
                _engine.Raise(_engine.FlowRecords.Append(id => record with { FlowId = id }));
                break;
            case NetFlowNotice notice:
                LogNetFlow(_engine.Logger, notice.Source, notice.Name, _engine.Options.SFlowPort);
                break;
            case TaskCompletionSource delivered:
                delivered.TrySetResult();
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A handler of events or flow records failed")]
    private static partial void LogHandlerFailed(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Source} sends {Protocol} to the sFlow port {Port}: Weir reads sFlow; switch sFlow on there, or point {Protocol} at its own collector")]
    private static partial void LogNetFlow(ILogger logger, NetworkAddress source, string protocol, int port);
}
