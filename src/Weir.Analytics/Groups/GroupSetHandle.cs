namespace Weir.Analytics.Groups;

/// <summary>A place in which the newest version of a named group set is found. Exists before the set is defined.</summary>
/// <remarks>Shared: written by whoever sets groups, read by the shards. One volatile reference, so a lookup sees one whole set.</remarks>
public sealed class GroupSetHandle
{
    private volatile GroupSet? _current;

    /// <summary>Makes an empty place.</summary>
    public GroupSetHandle(string name)
    {
        Name = name;
    }

    /// <summary>Position in <see cref="GroupSets.Snapshot"/>.</summary>
    internal int Index { get; init; }

    /// <summary>Name of the set.</summary>
    public string Name { get; }

    /// <summary>The set in force; null while there is none.</summary>
    public GroupSet? Current
    {
        get => _current;
        internal set => _current = value;
    }
}
