using System.Collections.Concurrent;

namespace Weir.Analytics.Groups;

/// <summary>Value maps by name. Safe from any thread.</summary>
/// <remarks>A handle is kept for ever: their number is bounded by the definitions people write, not by traffic.</remarks>
public sealed class ValueMaps
{
    private readonly ConcurrentDictionary<string, ValueMapHandle> _handles = new(StringComparer.Ordinal);

    /// <summary>The maps that are defined.</summary>
    public IReadOnlyDictionary<string, ValueMap> Defined =>
        _handles.Values.Select(static h => (h.Name, h.Current)).Where(static p => p.Current is not null)
            .ToDictionary(static p => p.Name, static p => p.Current!, StringComparer.Ordinal);

    /// <summary>The place of a map, defined or not.</summary>
    public ValueMapHandle GetHandle(string name) => _handles.GetOrAdd(name, static n => new ValueMapHandle(n));

    /// <summary>Replaces a map.</summary>
    public void Set(string name, ValueMap map) => GetHandle(name).Current = map;

    /// <summary>Removes a map; false when there was none.</summary>
    public bool Clear(string name)
    {
        if (!_handles.TryGetValue(name, out ValueMapHandle? handle) || handle.Current is null)
        {
            return false;
        }

        handle.Current = null;
        return true;
    }
}
