namespace Weir.Export.Spool;

/// <summary>What the spool asks of the disk: everything that can fail when the disk is full or broken. Throws <see cref="IOException"/>.</summary>
internal interface ISpoolDisk
{
    /// <summary>Makes a file anew, or opens the one there is; only its owner may read it.</summary>
    FileStream Open(string path, FileMode mode);

    /// <summary>Writes all bytes at that offset.</summary>
    void Write(FileStream file, ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Cuts a file.</summary>
    void Truncate(FileStream file, long length);

    /// <summary>Waits until what was written is on the medium (fdatasync).</summary>
    void Sync(FileStream file);

    /// <summary>Waits until the names of new files are on the medium.</summary>
    void SyncFolder(string folder);

    /// <summary>Removes a file.</summary>
    void Delete(string path);
}
