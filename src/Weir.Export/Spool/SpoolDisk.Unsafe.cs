using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Weir.Export.Spool;

/// <summary>The disk. .NET has fsync alone: fdatasync and the sync of a folder come from the C library.</summary>
/// <remarks>Invariant of the native calls: they get file descriptors that are open for as long as the call lasts, and no memory of ours but a path.</remarks>
internal sealed partial class SpoolDisk : ISpoolDisk
{
    private const int ReadOnlyCloseOnExec = 0x80000;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public FileStream Open(string path, FileMode mode)
    {
        FileStreamOptions options = new()
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (mode != FileMode.Open && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }

    public void Write(FileStream file, ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(file.SafeFileHandle, bytes, offset);

    public void Truncate(FileStream file, long length) => RandomAccess.SetLength(file.SafeFileHandle, length);

    public void Sync(FileStream file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file.SafeFileHandle);
        }
        else if (SyncData(file.SafeFileHandle) != 0)
        {
            throw Failure(file.Name);
        }
    }

    public void SyncFolder(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        int descriptor = OpenFolder(folder, ReadOnlyCloseOnExec);
        if (descriptor < 0)
        {
            throw Failure(folder);
        }

        int result = SyncAll(descriptor);
        IOException? failure = result != 0 ? Failure(folder) : null;
        _ = Close(descriptor);
        if (failure is not null)
        {
            throw failure;
        }
    }

    public void Delete(string path) => File.Delete(path);

    private static IOException Failure(string path)
    {
        int error = Marshal.GetLastPInvokeError();
        return new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'", error);
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int SyncData(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int SyncAll(int descriptor);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFolder(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
