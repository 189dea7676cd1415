using System.Collections.Concurrent;
using Weir.Analytics.Flows.Plans;
using Weir.Wire;

namespace Weir.Analytics.Names;

/// <summary>Names of addresses (<c>dns:</c>): what the resolver has answered, and what it still has to be asked. Safe from any thread.</summary>
/// <remarks>
/// A shard never waits: an address is looked up here, and asked for when it is not here. Bounded: <see cref="Capacity"/> addresses; when
/// full, those whose time is over give way (looked for at most once in ten seconds), and if there are none the new address is counted and
/// not asked for. A name whose time is over is used until its successor has come.
/// </remarks>
public sealed class ReverseNames
{
    /// <summary>Addresses kept: at about 150 bytes each, 10 MB.</summary>
    public const int Capacity = 65_536;

    /// <summary>Shortest time an answer is kept.</summary>
    public static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(30);

    /// <summary>Longest time an answer is kept.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);

    /// <summary>How long an address is not asked for again when the resolver could not take the question or gave no answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<NetworkAddress, Entry> _entries = [];
    private readonly TimeProvider _time;
    private readonly Lock _sweep = new();
    private volatile IReverseResolver? _resolver;
    private long _nextSweep;
    private int _count;
    private long _asked;
    private long _refused;

    /// <summary>Starts without names and without a resolver.</summary>
    public ReverseNames(TimeProvider time)
    {
        _time = time;
    }

    /// <summary>True when there is somebody to ask.</summary>
    public bool HasResolver => _resolver is not null;

    /// <summary>Addresses kept.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Questions the resolver took.</summary>
    public long Asked => Volatile.Read(ref _asked);

    /// <summary>Addresses not asked for because there was no room here or at the resolver.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Sets whom to ask; before definitions are made.</summary>
    public void UseResolver(IReverseResolver resolver) => _resolver = resolver;

    /// <summary>Takes up an answer.</summary>
    /// <param name="address">The address.</param>
    /// <param name="name">Its name with the final dot; null when it has none.</param>
    /// <param name="life">How long the answer holds; kept between <see cref="ShortestLife"/> and <see cref="LongestLife"/>.</param>
    public void Answer(NetworkAddress address, string? name, TimeSpan life)
    {
        TimeSpan kept = life < ShortestLife ? ShortestLife : life > LongestLife ? LongestLife : life;
        if (_entries.TryGetValue(address, out Entry? entry))
        {
            entry.Name = name is null ? null : new PooledText(name);
            entry.AskAgain = After(kept);
        }
    }

    /// <summary>Name of an address as text; null while it is not known. Asks for it when it is time to.</summary>
    public string? FindText(NetworkAddress address) => Find(address)?.Value;

    /// <summary>Name of an address; null while it is not known. Asks for it when it is time to.</summary>
    internal PooledText? Find(NetworkAddress address)
    {
        if (!_entries.TryGetValue(address, out Entry? entry))
        {
            entry = Add(address);
        }

        if (entry is not null && _time.GetTimestamp() >= Volatile.Read(ref entry.AskAgain))
        {
            Ask(address, entry);
        }

        return entry?.Name;
    }

    private Entry? Add(NetworkAddress address)
    {
        if (Count >= Capacity && !TrySweep())
        {
            Interlocked.Increment(ref _refused);
            return null;
        }

        Entry made = new();
        if (_entries.TryAdd(address, made))
        {
            Interlocked.Increment(ref _count);
            return made;
        }

        return _entries.GetValueOrDefault(address);
    }

    private void Ask(NetworkAddress address, Entry entry)
    {
        // Until the answer comes, or never comes, nobody asks again.
        Volatile.Write(ref entry.AskAgain, After(Patience));
        if (_resolver?.TryAsk(address) == true)
        {
            Interlocked.Increment(ref _asked);
        }
        else
        {
            Interlocked.Increment(ref _refused);
        }
    }

    private bool TrySweep()
    {
        lock (_sweep)
        {
            long now = _time.GetTimestamp();
            if (now < _nextSweep)
            {
                return Count < Capacity;
            }

            _nextSweep = After(SweepInterval);
            foreach ((NetworkAddress address, Entry entry) in _entries)
            {
                if (now >= Volatile.Read(ref entry.AskAgain) && _entries.TryRemove(address, out _))
                {
                    Interlocked.Decrement(ref _count);
                }
            }

            return Count < Capacity;
        }
    }

    private long After(TimeSpan time) => _time.GetTimestamp() + (long)(time.TotalSeconds * _time.TimestampFrequency);

    private sealed class Entry
    {
        // Shared: written by the resolver's thread and by the shard that asks, read by the shards.
        public long AskAgain = long.MinValue;
        private volatile PooledText? _name;

        public PooledText? Name
        {
            get => _name;
            set => _name = value;
        }
    }
}
