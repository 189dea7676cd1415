namespace Weir.Analytics.Groups;

/// <summary>A place in which the newest version of a named value map is found. Exists before the map is defined.</summary>
/// <remarks>Shared: written by whoever sets maps, read by the shards. One volatile reference, so a lookup sees one whole map.</remarks>
public sealed class ValueMapHandle
{
    private volatile ValueMap? _current;

    /// <summary>Makes an empty place.</summary>
    public ValueMapHandle(string name)
    {
        Name = name;
    }

    /// <summary>Name of the map.</summary>
    public string Name { get; }

    /// <summary>The map in force; null while there is none.</summary>
    public ValueMap? Current
    {
        get => _current;
        internal set => _current = value;
    }
}
