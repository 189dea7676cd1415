using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Weir.Analytics;
using Weir.Export.Events;

namespace Weir.Export.Spool;

/// <summary>Accepted events on disk: one append-only log for all sinks, each with its own place in it. docs/spool.md says what holds.</summary>
/// <remarks>
/// Handing over puts an event into a bounded queue and nothing more; one thread encodes, writes and syncs whatever waits as one commit. An event is accepted
/// when it is on disk, only then do readers see it. Safe from any thread.
/// </remarks>
public sealed class EventSpool : IEventSpool, IAsyncDisposable
{
    private const int MaxNameLength = 200;
    private const int MaxPeekEvents = 10_000;
    private const long MaxPeekBytes = 16_000_000;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly SpoolState _state;
    private readonly SpoolQueue _queue;
    private readonly SpoolWriter _writer;
    private readonly SpoolLock _lock;
    private readonly Lock _gate = new();

    // Guarded by the gate.
    private readonly Dictionary<string, SpoolReader> _readers = new(StringComparer.Ordinal);
    private bool _isDisposed;

    private EventSpool(SpoolState state, SegmentWriter? active, SpoolLock held)
    {
        _state = state;
        _lock = held;
        _queue = new SpoolQueue(state.Options.MaxQueuedEvents, state.Options.MaxQueuedBytes);
        _writer = new SpoolWriter(state, _queue, active);
    }

    /// <inheritdoc/>
    public (long First, long Last) Range => (_state.First, _state.Durable);

    /// <inheritdoc/>
    public Task Published => _state.Published;

    /// <summary>The spool in numbers.</summary>
    public SpoolStatistics Statistics
    {
        get
        {
            SpoolCounters counters = _state.Counters;
            (int events, long bytes) = _queue.Waiting;
            return new SpoolStatistics
            {
                Accepted = Interlocked.Read(ref counters.Accepted),
                RefusedFull = Interlocked.Read(ref counters.RefusedFull),
                RefusedInvalid = Interlocked.Read(ref counters.RefusedInvalid),
                RefusedByDisk = Interlocked.Read(ref counters.RefusedByDisk),
                Deduplicated = Interlocked.Read(ref counters.Deduplicated),
                BytesWritten = Interlocked.Read(ref counters.BytesWritten),
                Commits = Interlocked.Read(ref counters.Commits),
                SyncSeconds = Interlocked.Read(ref counters.SyncTicks) / (double)Stopwatch.Frequency,
                FailedCommits = Interlocked.Read(ref counters.FailedCommits),
                Trouble = counters.Trouble,
                QueuedEvents = events,
                QueuedBytes = bytes,
                Segments = _state.Catalog.Count,
                BytesOnDisk = _state.Catalog.TotalBytes,
                CorruptPlaces = Interlocked.Read(ref counters.CorruptPlaces),
                Unreadable = Interlocked.Read(ref counters.Unreadable),
                TornBytes = Interlocked.Read(ref counters.TornBytes),
                RemovedEvents = Interlocked.Read(ref counters.RemovedEvents),
                First = _state.First,
                Last = _state.Durable,
                Readers = [.. _state.Cursors.All.Select(ReaderStatistics)],
            };
        }
    }

    /// <summary>Opens the spool in a folder, or makes it, and starts its thread.</summary>
    /// <param name="options">Options.</param>
    /// <param name="time">Clocks.</param>
    /// <param name="logger">Log.</param>
    /// <exception cref="ArgumentException">The options are wrong.</exception>
    /// <exception cref="IOException">The folder cannot be used, another process uses it, or a newer Weir wrote it.</exception>
    public static EventSpool Open(SpoolOptions options, TimeProvider time, ILogger logger) => Open(options, new SpoolEnvironment(new SpoolDisk(), time, logger));

    /// <inheritdoc/>
    public bool TryPost(WeirEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return TryEnqueue(item, null, out _);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The event breaks the rules of events, see <see cref="EventRules"/>.</exception>
    public async ValueTask<long> AppendAsync(WeirEvent item, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(item);
        cancel.ThrowIfCancellationRequested();
        TaskCompletionSource<long> waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!TryEnqueue(item, waiter, out bool isTooLarge))
        {
            throw isTooLarge
                ? new ArgumentException($"the event is larger than {EventLimits.MaxEventBytes} bytes")
                : new IOException($"the event was not accepted: {RefusalReason()}");
        }

        return await waiter.Task.WaitAsync(cancel);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A reader of that name is open, or there are too many.</exception>
    public ISpoolReader OpenReader(string name, bool fromOldest)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, MaxNameLength);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_readers.ContainsKey(name))
            {
                throw new InvalidOperationException($"the reader {name} is open already");
            }

            if (!_state.Cursors.TryGet(name, out ReaderPlace place))
            {
                place = NewPlace(fromOldest);
                _state.Cursors.Set(name, place);
                FlushNewPlace();
            }

            SpoolReader reader = new(_state, name, place, Forget);
            _readers[name] = reader;
            return reader;
        }
    }

    /// <inheritdoc/>
    public void RemoveReader(string name)
    {
        SpoolReader? reader;
        lock (_gate)
        {
            _readers.TryGetValue(name, out reader);
        }

        reader?.Dispose();
        _state.Cursors.Remove(name);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SpooledEvent> Peek(long fromSequence, int maxEvents)
    {
        List<SpooledEvent> items = [];
        long durable = _state.Durable;
        int most = Math.Clamp(maxEvents, 1, MaxPeekEvents);
        if (!_state.Cache.TryRead(fromSequence, most, MaxPeekBytes, items))
        {
            using SpoolScan scan = new(_state, Math.Max(1, fromSequence), null);
            scan.Read(durable, most, MaxPeekBytes, items);
        }

        return items;
    }

    /// <summary>Writes what waits, keeps every reader's place and lets the folder go. What the disk refuses then is given up and logged.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
        }

        Task stopped = _writer.StopAsync();
        await Task.WhenAny(stopped, Task.Delay(StopPatience, TimeProvider.System));
        _state.Close();
        if (!stopped.IsCompleted)
        {
            // A disk that hangs holds the thread: its files and the lock go with the process.
            return;
        }

        FlushNewPlace();
        _writer.Dispose();
        _state.Cursors.Dispose();
        _queue.Dispose();
        _lock.Dispose();
    }

    /// <summary>As the public one, on any disk.</summary>
    internal static EventSpool Open(SpoolOptions options, SpoolEnvironment environment)
    {
        IReadOnlyList<Diagnostic> problems = options.Validate();
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join("; ", problems));
        }

        SpoolLock held = SpoolLock.Take(options.Directory);
        try
        {
            SpoolState state = SpoolRecovery.Open(options, environment, out SegmentWriter? active);
            EventSpool spool = new(state, active, held);
            spool._writer.Start();
            return spool;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private bool TryEnqueue(WeirEvent item, TaskCompletionSource<long>? waiter, out bool isTooLarge)
    {
        int size = QueuedEvent.Estimate(item, out long characters);
        isTooLarge = characters > EventLimits.MaxEventBytes;
        if (isTooLarge)
        {
            Interlocked.Increment(ref _state.Counters.RefusedInvalid);
            return false;
        }

        if (_queue.TryAdd(new QueuedEvent(item, size, waiter)))
        {
            return true;
        }

        Interlocked.Increment(ref _state.Counters.RefusedFull);
        return false;
    }

    private string RefusalReason()
    {
        if (Volatile.Read(ref _isDisposed))
        {
            return "the spool is closed";
        }

        string? trouble = _state.Counters.Trouble;
        return trouble is null ? "the queue in front of the disk is full" : $"the queue in front of the disk is full, for the disk refuses: {trouble}";
    }

    // After damage nobody knows which sinks there were: each reads everything again rather than miss something.
    private ReaderPlace NewPlace(bool fromOldest)
    {
        long committed = fromOldest || _state.Cursors.IsDamaged ? _state.First - 1 : _state.Durable;
        return new ReaderPlace(committed, 0, committed);
    }

    // A new reader's place must outlive a crash, or events between the two would not be its own. A disk that refuses gets it later.
    private void FlushNewPlace()
    {
        try
        {
            _state.Cursors.Flush();
        }
        catch (IOException e)
        {
            SpoolLog.Refuses(_state.Logger, e.Message);
        }
    }

    private void Forget(string name)
    {
        lock (_gate)
        {
            _readers.Remove(name);
        }
    }

    private SpoolReaderStatistics ReaderStatistics(KeyValuePair<string, ReaderPlace> one)
    {
        SpoolReader? reader;
        lock (_gate)
        {
            _readers.TryGetValue(one.Key, out reader);
        }

        if (reader is not null)
        {
            return new SpoolReaderStatistics(one.Key, reader.Committed, reader.Waiting, reader.Lost);
        }

        long waiting = Math.Max(0, _state.Durable - Math.Max(one.Value.Committed, _state.First - 1));
        return new SpoolReaderStatistics(one.Key, one.Value.Committed, waiting, SpoolReader.LostOf(one.Value, one.Value.Committed + 1, _state.First));
    }
}
