namespace Weir.Analytics.Groups;

/// <summary>Group sets by name. Safe from any thread.</summary>
/// <remarks>
/// A handle is kept for ever: their number is bounded by the definitions people write, not by traffic. Shared: written under a lock,
/// <see cref="Snapshot"/> read by the shards, which take it once per batch: all lookups of a sample see the same sets.
/// </remarks>
public sealed class GroupSets
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, GroupSetHandle> _handles = new(StringComparer.Ordinal);
    private volatile GroupSet?[] _snapshot = [];

    /// <summary>The sets that are defined.</summary>
    public IReadOnlyDictionary<string, GroupSet> Defined
    {
        get
        {
            lock (_gate)
            {
                return _handles.Values.Select(static h => (h.Name, h.Current)).Where(static p => p.Current is not null)
                    .ToDictionary(static p => p.Name, static p => p.Current!, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>All sets in force at one moment, by <see cref="GroupSetHandle.Index"/>; shorter than the newest handle's index when that has no set yet. Never changes.</summary>
    internal GroupSet?[] Snapshot => _snapshot;

    /// <summary>The place of a set, defined or not.</summary>
    public GroupSetHandle GetHandle(string name)
    {
        lock (_gate)
        {
            if (!_handles.TryGetValue(name, out GroupSetHandle? handle))
            {
                handle = new GroupSetHandle(name) { Index = _handles.Count };
                _handles.Add(name, handle);
            }

            return handle;
        }
    }

    /// <summary>Replaces a set.</summary>
    public void Set(string name, GroupSet set) => Put(name, set);

    /// <summary>Removes a set; false when there was none.</summary>
    public bool Clear(string name) => Put(name, null);

    private bool Put(string name, GroupSet? set)
    {
        lock (_gate)
        {
            GroupSetHandle handle = GetHandle(name);
            bool wasSet = handle.Current is not null;
            handle.Current = set;
            GroupSet?[] snapshot = new GroupSet?[_handles.Count];
            _snapshot.CopyTo(snapshot, 0);
            snapshot[handle.Index] = set;
            _snapshot = snapshot;
            return wasSet;
        }
    }
}
