using System.Collections.Concurrent;

namespace Weir.Analytics.Groups;

/// <summary>Group sets by name. Safe from any thread.</summary>
/// <remarks>A handle is kept for ever: their number is bounded by the definitions people write, not by traffic.</remarks>
public sealed class GroupSets
{
    private readonly ConcurrentDictionary<string, GroupSetHandle> _handles = new(StringComparer.Ordinal);

    /// <summary>The sets that are defined.</summary>
    public IReadOnlyDictionary<string, GroupSet> Defined =>
        _handles.Values.Select(static h => (h.Name, h.Current)).Where(static p => p.Current is not null)
            .ToDictionary(static p => p.Name, static p => p.Current!, StringComparer.Ordinal);

    /// <summary>The place of a set, defined or not.</summary>
    public GroupSetHandle GetHandle(string name) => _handles.GetOrAdd(name, static n => new GroupSetHandle(n));

    /// <summary>Replaces a set.</summary>
    public void Set(string name, GroupSet set) => GetHandle(name).Current = set;

    /// <summary>Removes a set; false when there was none.</summary>
    public bool Clear(string name)
    {
        if (!_handles.TryGetValue(name, out GroupSetHandle? handle) || handle.Current is null)
        {
            return false;
        }

        handle.Current = null;
        return true;
    }
}
