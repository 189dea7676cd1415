using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Weir.Export.Sinks.JsonFile;

/// <summary>Has the system put every write at a file's end, whoever else writes there: the test of a sink beside the Weir that runs does. .NET has no word for it.</summary>
/// <remarks>Invariant of the native call: it gets a file descriptor that is open for as long as the call lasts, and no memory of ours.</remarks>
internal static partial class AppendMode
{
    private const int SetFlags = 4; // F_SETFL
    private const int Append = 0x400; // O_APPEND of Linux

    /// <summary>Does so on Linux. Where it cannot be had, lines are written behind the end as it was when we looked.</summary>
    public static void Set(SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Control(file, SetFlags, Append);
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(SafeFileHandle file, int command, nint flags);
}
