using System.Globalization;
using System.Text;

namespace Weir.Export.Spool;

/// <summary>Holds a spool's folder for one process. The system lets it go when the process ends, however it ends.</summary>
internal sealed class SpoolLock : IDisposable
{
    private const string FileName = "lock";
    private const int EWouldBlock = 11;
    private const int EWouldBlockOfBsd = 35;
    private const int SharingViolation = unchecked((int)0x80070020);
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyFolder = OwnerOnly | UnixFileMode.UserExecute;
    private readonly FileStream _file;

    private SpoolLock(FileStream file) => _file = file;

    /// <summary>Makes the folder where it is missing, and takes it.</summary>
    /// <exception cref="IOException">The folder cannot be made or another process has it.</exception>
    public static SpoolLock Take(string folder)
    {
        try
        {
            MakeFolder(folder);
            FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            return new SpoolLock(Sign(new FileStream(Path.Combine(folder, FileName), options)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string reason = IsHeld(e) ? "another process uses it, perhaps another Weir; each needs its own folder" : e.Message.TrimEnd('.');
            throw new IOException($"the spool {folder} cannot be used: {reason}", e);
        }
    }

    // What the runtime says when a lock is held: EWOULDBLOCK, or a sharing violation (Windows).
    private static bool IsHeld(Exception e) => e is IOException and not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException)
        && e.HResult is EWouldBlock or EWouldBlockOfBsd or SharingViolation;

    public void Dispose() => _file.Dispose();

    private static FileStream Sign(FileStream file)
    {
        try
        {
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
            file.Flush();
            return file;
        }
        catch (IOException)
        {
            // Left open, it would keep the lock, and a later attempt of ours would find the folder in use. What could not be written is dropped.
            file.SafeFileHandle.Dispose();
            throw;
        }
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, OwnerOnlyFolder);
        File.SetUnixFileMode(folder, OwnerOnlyFolder);
    }
}
