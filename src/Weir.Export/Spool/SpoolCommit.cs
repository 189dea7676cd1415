using System.Text.Json;
using Weir.Analytics;
using Weir.Export.Events;

namespace Weir.Export.Spool;

/// <summary>The records of one group commit: encodes events, gives them sequences, finds those that come twice. Used by one thread.</summary>
/// <remarks>Nothing of it counts until <see cref="Finish"/>; <see cref="Undo"/> forgets it all.</remarks>
internal sealed class SpoolCommit : IDisposable
{
    /// <summary>Where a commit ends although more events wait, in bytes.</summary>
    public const int MaxBytes = 4_000_000;

    private readonly SpoolState _state;
    private readonly RecordBuffer _buffer = new();
    private readonly Utf8JsonWriter _json;
    private readonly List<SpooledEvent> _items = [];
    private readonly List<(TaskCompletionSource<long> Waiter, long Sequence)> _waiters = [];
    private readonly List<Diagnostic> _problems = [];
    private long _next;
    private long _refused;
    private long _known;

    public SpoolCommit(SpoolState state)
    {
        _state = state;
        _json = new Utf8JsonWriter(_buffer, EventJson.WriterOptions);
    }

    /// <summary>The records.</summary>
    public ReadOnlySpan<byte> Records => _buffer.Written;

    /// <summary>The last sequence given; one less than the first when none was.</summary>
    public long Last => _next - 1;

    /// <summary>Begins a commit whose first record has that sequence.</summary>
    public void Begin(long first)
    {
        _next = first;
        _buffer.Clear();
        _items.Clear();
        _waiters.Clear();
        _refused = 0;
        _known = 0;
    }

    /// <summary>Takes an event in, or settles its fate at once.</summary>
    public void Add(in QueuedEvent queued)
    {
        if (!TryEncode(queued.Item))
        {
            _refused++;
            queued.Waiter?.TrySetException(new ArgumentException($"the event breaks the rules: {string.Join("; ", _problems)}"));
        }
        else if (!_state.Ids.TryAdd(queued.Item.Id, _next, out long known))
        {
            AddKnown(queued, known);
        }
        else
        {
            int bytes = _buffer.Payload.Length;
            _items.Add(new SpooledEvent(_next, AsRead(queued.Item), bytes));
            _buffer.Seal(_next);
            if (queued.Waiter is not null)
            {
                _waiters.Add((queued.Waiter, _next));
            }

            _next++;
        }
    }

    /// <summary>Everything is on disk: tells those who wait and readers.</summary>
    public void Finish(Action<long> publish)
    {
        Interlocked.Add(ref _state.Counters.RefusedInvalid, _refused);
        Interlocked.Add(ref _state.Counters.Deduplicated, _known);
        if (_items.Count > 0)
        {
            Interlocked.Add(ref _state.Counters.Accepted, _items.Count);
            _state.Cache.Add(_items);
            publish(Last);
        }

        foreach ((TaskCompletionSource<long> waiter, long sequence) in _waiters)
        {
            waiter.TrySetResult(sequence);
        }
    }

    /// <summary>The disk refused: no id of it is known any more.</summary>
    public void Undo() => _state.Ids.RemoveNewest(_items.Count);

    public void Dispose() => _json.Dispose();

    // What comes twice within a commit waits for it; what was on disk before is there already.
    private void AddKnown(in QueuedEvent queued, long known)
    {
        _known++;
        if (queued.Waiter is null)
        {
            return;
        }

        if (known > _state.Durable)
        {
            _waiters.Add((queued.Waiter, known));
        }
        else
        {
            queued.Waiter.TrySetResult(known);
        }
    }

    private bool TryEncode(WeirEvent item)
    {
        _problems.Clear();
        try
        {
            if (!EventRules.Check(item, _problems))
            {
                return false;
            }

            _buffer.Begin();
            _json.Reset(_buffer);
            EventJson.Write(item, _json);
            if (_buffer.Payload.Length <= EventLimits.MaxEventBytes)
            {
                return true;
            }

            _problems.Add(new Diagnostic("", $"{_buffer.Payload.Length} bytes of JSON: expected at most {EventLimits.MaxEventBytes}"));
        }
        catch (Exception e)
        {
            // A list of fields is the caller's own code: what it does must cost that event only.
            _problems.Add(new Diagnostic("fields", e.Message));
        }

        return false;
    }

    // Readers get the same event from memory and from disk: a text that is no Unicode is mended by being written.
    private WeirEvent AsRead(WeirEvent item) =>
        HoldsSurrogates(item) && EventJson.TryRead(_buffer.Payload, out WeirEvent? read, _problems) ? read! : item;

    private static bool HoldsSurrogates(WeirEvent item)
    {
        if (HasSurrogate(item.Message) || HasSurrogate(item.Subject) || HasSurrogate(item.Kind) || HasSurrogate(item.Service))
        {
            return true;
        }

        foreach (EventField field in item.Fields)
        {
            if (HasSurrogate(field.Name) || (field.Value.Kind == FieldKind.Text && HasSurrogate(field.Value.ToString())))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasSurrogate(string text) => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');
}
