namespace Weir.Analytics.Databases;

/// <summary>The place in which plans find a database of addresses. Shared: written when a file was read, read by the shards.</summary>
internal sealed class GeoHandle
{
    private readonly DatabaseFile<MmdbFile> _file;
    private readonly DatabaseFile<MmdbFile> _fileV6;
    private volatile GeoFiles? _current;

    /// <summary>A place for the files named by two properties.</summary>
    public GeoHandle(DatabaseFile<MmdbFile> file, DatabaseFile<MmdbFile> fileV6)
    {
        _file = file;
        _fileV6 = fileV6;
    }

    /// <summary>True when the operator named a file.</summary>
    public bool IsConfigured => _file.Path is not null || _fileV6.Path is not null;

    /// <summary>The files in force; null while there are none. Another object after every change.</summary>
    public GeoFiles? Current => _current;

    /// <summary>Takes up what was read.</summary>
    public void Update() => _current = _file.Current is null && _fileV6.Current is null ? null : new GeoFiles(_file.Current, _fileV6.Current);
}
