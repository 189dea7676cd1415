using System.Globalization;

namespace Weir.Ingest.Udp;

/// <summary>Finds out which process has a UDP port, so that "in use" says by whom. Linux only; elsewhere, and without the rights, nothing is known.</summary>
internal static class PortOwner
{
    private const int LocalAddressColumn = 1;
    private const int InodeColumn = 9;

    /// <summary>Names the process that has <paramref name="port"/>.</summary>
    /// <returns>For example <c>java, process 1234</c>; null when it cannot be told.</returns>
    public static string? Find(int port)
    {
        try
        {
            HashSet<string> links = [.. Inodes("/proc/net/udp", port).Concat(Inodes("/proc/net/udp6", port)).Select(inode => $"socket:[{inode}]")];
            return links.Count == 0 ? null : Directory.EnumerateDirectories("/proc").Where(d => HasOpen(d, links)).Select(Describe).FirstOrDefault();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Inodes(string table, int port)
    {
        if (!File.Exists(table))
        {
            yield break;
        }

        string suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        foreach (string line in File.ReadLines(table).Skip(1))
        {
            string[] columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length > InodeColumn && columns[LocalAddressColumn].EndsWith(suffix, StringComparison.Ordinal))
            {
                yield return columns[InodeColumn];
            }
        }
    }

    private static bool HasOpen(string processFolder, HashSet<string> links)
    {
        if (!int.TryParse(Path.GetFileName(processFolder), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return false;
        }

        try
        {
            return Directory.EnumerateFiles(Path.Combine(processFolder, "fd")).Any(f => new FileInfo(f).LinkTarget is { } target && links.Contains(target));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process ended meanwhile, or belongs to somebody else.
            return false;
        }
    }

    private static string Describe(string processFolder) =>
        $"{File.ReadAllText(Path.Combine(processFolder, "comm")).Trim()}, process {Path.GetFileName(processFolder)}";
}
