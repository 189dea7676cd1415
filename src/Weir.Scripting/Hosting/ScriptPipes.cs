using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Weir.Scripting.Hosting;

/// <summary>
/// The private directory (mode 0700) of one script process with its two FIFOs: calls come up, answers go down.
/// Opening a FIFO waits for the other side; the two handles in <c>_holders</c>, which read and write, stand in for the
/// script until it said hello, so that a script that never starts cannot keep a thread waiting.
/// </summary>
internal sealed class ScriptPipes : IDisposable
{
    private readonly List<FileStream> _opened = [];
    private readonly FileStream[] _holders = [];

    public ScriptPipes()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("weir-script-").FullName;
        UpPath = Path.Combine(Directory, "up");
        DownPath = Path.Combine(Directory, "down");
        try
        {
            MakeFifo(UpPath);
            MakeFifo(DownPath);
            _holders = [Open(UpPath, FileAccess.ReadWrite), Open(DownPath, FileAccess.ReadWrite)];
            Up = Open(UpPath, FileAccess.Read);
            Down = Open(DownPath, FileAccess.Write);
        }
        catch
        {
            // The next attempt makes its own: nothing of this one may stay.
            Dispose();
            throw;
        }
    }

    /// <summary>The directory, also the working directory of the process.</summary>
    public string Directory { get; }

    /// <summary>FIFO of calls.</summary>
    public string UpPath { get; }

    /// <summary>FIFO of answers.</summary>
    public string DownPath { get; }

    /// <summary>Calls; ends when the script does.</summary>
    public FileStream Up { get; }

    /// <summary>Answers; fails when the script is gone.</summary>
    public FileStream Down { get; }

    /// <summary>The script has opened both FIFOs, or is gone.</summary>
    public void ReleaseHolders()
    {
        foreach (FileStream holder in _holders)
        {
            holder.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (FileStream stream in _opened)
        {
            stream.Dispose();
        }

        try
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
        catch (IOException)
        {
            // Something of the script's still writes there; the system clears its temporary directory in time.
        }
    }

    private FileStream Open(string path, FileAccess access)
    {
        FileStream stream = new(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        _opened.Add(stream);
        return stream;
    }

    private static void MakeFifo(string path)
    {
        const uint OwnerOnly = 0b110_000_000; // 0600
        if (MkFifo(Encoding.UTF8.GetBytes(path + '\0'), OwnerOnly) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"mkfifo {path}");
        }
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "mkfifo", SetLastError = true)]
    private static extern int MkFifo(byte[] path, uint mode);
}
