using System.Diagnostics;
using System.Text.Json;
using Weir.Export.Spool;

namespace Weir.SpoolLoad;

/// <summary>What the disk itself takes: plain writes, each followed by fdatasync.</summary>
internal static class Floor
{
    public static int Run(LoadOptions options)
    {
        long bytes = options.Number("--bytes", 1);
        long commits = Math.Max(1, options.Number("--commits", 1));
        byte[] piece = new byte[Math.Max(1, bytes / commits)];
        Random.Shared.NextBytes(piece);
        Directory.CreateDirectory(options.Target);
        string path = Path.Combine(options.Target, "floor");
        SpoolDisk disk = new();
        long start = Stopwatch.GetTimestamp();
        using (FileStream file = disk.Open(path, FileMode.Create))
        {
            for (long i = 0; i < commits; i++)
            {
                disk.Write(file, piece, i * piece.Length);
                disk.Sync(file);
            }
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        File.Delete(path);
        Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, double> { ["seconds"] = Math.Round(seconds, 3), ["msPerCommit"] = Math.Round(seconds * 1e3 / commits, 3) }));
        return 0;
    }
}
