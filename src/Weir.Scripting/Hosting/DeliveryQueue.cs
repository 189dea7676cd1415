using System.Threading.Channels;

namespace Weir.Scripting.Hosting;

/// <summary>
/// What waits for one script: bounded, any thread adds, one pump takes. Full policy: the newest item is dropped and counted,
/// so what the script sees is a gapless beginning. <see cref="InFlight"/> counts what was sent and not yet acknowledged.
/// </summary>
/// <typeparam name="T">The item.</typeparam>
internal sealed class DeliveryQueue<T>
{
    private readonly Channel<T> _items;
    private long _dropped; // Shared: written by any thread.
    private long _handled; // Shared: written by the script's call thread.
    private int _inFlight; // Shared: written by the pump and the script's call thread.

    public DeliveryQueue(int capacity)
    {
        _items = Channel.CreateBounded<T>(new BoundedChannelOptions(capacity) { SingleReader = true });
    }

    public long Dropped => Interlocked.Read(ref _dropped);

    public long Handled => Interlocked.Read(ref _handled);

    public int InFlight => Volatile.Read(ref _inFlight);

    public int Count => _items.Reader.Count;

    /// <summary>Adds an item; false when the queue is full and the item was dropped.</summary>
    public bool TryAdd(T item)
    {
        if (_items.Writer.TryWrite(item))
        {
            return true;
        }

        Interlocked.Increment(ref _dropped);
        return false;
    }

    /// <summary>Takes up to <paramref name="max"/> items and counts them as in flight.</summary>
    public void Take(List<T> into, int max)
    {
        into.Clear();
        while (into.Count < max && _items.Reader.TryRead(out T? item))
        {
            into.Add(item);
        }

        Interlocked.Add(ref _inFlight, into.Count);
    }

    /// <summary>The script is done with so many items.</summary>
    public void Acknowledge(int count)
    {
        Interlocked.Add(ref _handled, count);
        Interlocked.Add(ref _inFlight, -count);
    }

    /// <summary>What was in flight to a process that ended is lost; it counts as dropped.</summary>
    public void ForgetInFlight() => Interlocked.Add(ref _dropped, Interlocked.Exchange(ref _inFlight, 0));
}
