using System.Collections.Concurrent;

namespace Weir.Analytics.Counters;

/// <summary>Numbers of metric names, one registry per engine. Safe from any thread.</summary>
/// <remarks>
/// Names of custom metrics come from the network, so the registry is bounded: when <see cref="Capacity"/> is reached, new names are
/// refused and counted. Numbers are never given back.
/// </remarks>
public sealed class MetricNames
{
    /// <summary>Names kept, those of the standard structures included.</summary>
    public const int Capacity = 65_536;

    private readonly ConcurrentDictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly string[] _names = new string[Capacity];
    private readonly Lock _adding = new();
    private int _count;
    private long _refused;

    /// <summary>Starts with the names of the standard structures, which have the same numbers in every engine.</summary>
    public MetricNames()
    {
        foreach (string name in CounterRecords.StandardNames)
        {
            TryIntern(name, out _);
        }
    }

    /// <summary>Names known.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Times a new name was refused.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Number of a name, given on first sight.</summary>
    /// <returns>False when the registry is full.</returns>
    public bool TryIntern(string name, out int id)
    {
        if (_ids.TryGetValue(name, out id))
        {
            return true;
        }

        lock (_adding)
        {
            if (_ids.TryGetValue(name, out id))
            {
                return true;
            }

            if (_count == Capacity)
            {
                Interlocked.Increment(ref _refused);
                id = -1;
                return false;
            }

            // The text is stored before its number can be found, so that a reader of the number always finds the text.
            id = _count;
            _names[id] = name;
            Volatile.Write(ref _count, id + 1);
            _ids[name] = id;
            return true;
        }
    }

    /// <summary>Number of a name that is already known.</summary>
    public bool TryFind(string name, out int id) => _ids.TryGetValue(name, out id);

    /// <summary>The name of a number.</summary>
    public string this[int id] => _names[id];
}
