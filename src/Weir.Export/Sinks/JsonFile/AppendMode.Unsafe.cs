using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Weir.Export.Sinks.JsonFile;

/// <summary>Has the system put every write at a file's end, whoever else writes there: the test of a sink beside the Weir that runs does. .NET has no word for it.</summary>
/// <remarks>
/// Invariant of the native calls: they get a file descriptor that is open for as long as the call lasts, and no memory of ours but a
/// <see cref="Range"/> on the stack, which lies as the system's <c>struct flock</c> does where long has 64 bits.
/// </remarks>
internal static partial class AppendMode
{
    private const int SetFlags = 4; // F_SETFL
    private const int Append = 0x400; // O_APPEND of Linux
    private const int LockNow = 37; // F_OFD_SETLK: held by the open file, not by the process
    private const int Again = 11; // EAGAIN of Linux
    private const int Denied = 13; // EACCES
    private const short WriteLock = 1; // F_WRLCK
    private const short Unlock = 2; // F_UNLCK

    /// <summary>Does so on Linux. Where it cannot be had, lines are written behind the end as it was when we looked.</summary>
    public static void Set(SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Control(file, SetFlags, Append);
        }
    }

    /// <summary>Keeps other writers of the file, in this process and in others, out until the hold is disposed. Where the system has no such lock there is none.</summary>
    /// <remarks>
    /// A write is not seen whole at once: who mends the end of a file must not meet half a line that is still being written. It never waits: whoever
    /// may read the file may lock it, and keep it locked.
    /// </remarks>
    /// <returns>False while somebody else holds it.</returns>
    public static bool TryAlone(SafeFileHandle file, out Hold hold)
    {
        bool mayLock = OperatingSystem.IsLinux() && Environment.Is64BitProcess;
        bool isHeld = mayLock && Lock(file, WriteLock);
        hold = new Hold(isHeld ? file : null);
        return isHeld || !mayLock || Marshal.GetLastPInvokeError() is not (Again or Denied);
    }

    private static bool Lock(SafeFileHandle file, short type)
    {
        Range all = new() { Type = type };
        return Control(file, LockNow, ref all) == 0;
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(SafeFileHandle file, int command, nint flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, int command, ref Range range);

    /// <summary>Lets others write again.</summary>
    internal readonly struct Hold(SafeFileHandle? file) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose()
        {
            if (file is not null)
            {
                Lock(file, Unlock);
            }
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Range
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Owner;
    }
}
