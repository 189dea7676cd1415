using Weir.Analytics;
using Weir.Export.Events;

namespace Weir.Export.Sinks.JsonFile;

/// <summary>The end of a file of events: mends it and tells the ids there.</summary>
internal static class FileTail
{
    /// <summary>Most ids that are remembered: as many as a batch has events.</summary>
    public const int MaxIds = 2_000;

    // A batch has at most 4 MB of events, one of which may be as large again.
    private const int MaxTail = 8_000_000;

    /// <summary>Cuts off half a line, goes to the end, and gives the ids of the last lines.</summary>
    public static HashSet<string> Read(FileStream file)
    {
        long start = Math.Max(0, file.Length - MaxTail);
        byte[] tail = new byte[file.Length - start];
        file.Position = start;
        file.ReadExactly(tail);
        int whole = tail.AsSpan().LastIndexOf((byte)'\n') + 1;
        if (whole < tail.Length)
        {
            file.SetLength(start + whole);
        }

        file.Position = file.Length;
        HashSet<string> ids = new(StringComparer.Ordinal);
        ReadOnlySpan<byte> rest = tail.AsSpan(0, whole);
        List<Diagnostic> problems = [];
        while (!rest.IsEmpty && ids.Count < MaxIds)
        {
            int begin = rest[..^1].LastIndexOf((byte)'\n') + 1;
            if (EventJson.TryRead(rest[begin..^1], out WeirEvent? item, problems))
            {
                ids.Add(item!.Id);
            }

            rest = rest[..begin];
        }

        return ids;
    }
}
