using Weir.Analytics;
using Weir.Export.Events;

namespace Weir.Export.Sinks.JsonFile;

/// <summary>The end of a file of events: mends it and tells the ids there.</summary>
internal static class FileTail
{
    /// <summary>Most ids that are remembered: some batches' worth, for a place in the spool that a power cut set back.</summary>
    public const int MaxIds = 20_000;

    // A batch has at most 4 MB of events, one of which may be as large again.
    private const int MaxTail = 8_000_000;

    /// <summary>Takes off half a line that a crash left, and gives the ids of the last lines.</summary>
    /// <remarks>A line that is none of ours is ended and stays: a path that names somebody's notes must not cost them.</remarks>
    public static HashSet<string> Mend(FileStream file)
    {
        byte[] tail = ReadTail(file, out long start);
        int whole = tail.AsSpan().LastIndexOf((byte)'\n') + 1;
        ReadOnlySpan<byte> torn = tail.AsSpan(whole);
        if (IsOurs(torn))
        {
            RandomAccess.SetLength(file.SafeFileHandle, start + whole);
        }
        else if (!torn.IsEmpty)
        {
            RandomAccess.Write(file.SafeFileHandle, "\n"u8, start + tail.Length);
        }

        return Ids(tail.AsSpan(0, whole));
    }

    /// <summary>The ids of a file's last lines; none when it is not there or may not be read.</summary>
    public static HashSet<string> Read(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            byte[] tail = ReadTail(file, out _);
            return Ids(tail.AsSpan(0, tail.AsSpan().LastIndexOf((byte)'\n') + 1));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody packs it or took it to be theirs. It matters only when we ended between its last line and the note of it.
            return [];
        }
    }

    private static byte[] ReadTail(FileStream file, out long start)
    {
        long length = RandomAccess.GetLength(file.SafeFileHandle);
        start = Math.Max(0, length - MaxTail);
        byte[] tail = new byte[length - start];
        int read = 0;
        while (read < tail.Length && RandomAccess.Read(file.SafeFileHandle, tail.AsSpan(read), start + read) is int more and > 0)
        {
            read += more;
        }

        return tail[..read];
    }

    /// <summary>True for the beginning of an event's line, and for the zeros that a file system may leave where a power cut came first.</summary>
    private static bool IsOurs(ReadOnlySpan<byte> torn)
    {
        ReadOnlySpan<byte> begin = "{\"schema\":1,"u8;
        return !torn.IsEmpty && (torn.StartsWith(begin) || begin.StartsWith(torn) || torn.IndexOfAnyExcept((byte)0) < 0);
    }

    private static HashSet<string> Ids(ReadOnlySpan<byte> lines)
    {
        HashSet<string> ids = new(StringComparer.Ordinal);
        List<Diagnostic> problems = [];
        while (!lines.IsEmpty && ids.Count < MaxIds)
        {
            int begin = lines[..^1].LastIndexOf((byte)'\n') + 1;
            problems.Clear();
            if (EventJson.TryRead(lines[begin..^1], out WeirEvent? item, problems))
            {
                ids.Add(item!.Id);
            }

            lines = lines[..begin];
        }

        return ids;
    }
}
