using System.Globalization;

namespace Weir.BgpTable;

/// <summary>Memory of a process as the kernel counts it, in MB of 1,000,000 bytes.</summary>
/// <param name="Resident">Resident now.</param>
/// <param name="Peak">Most that was ever resident.</param>
internal sealed record Memory(double Resident, double Peak)
{
    /// <summary>Reads both of a process.</summary>
    public static Memory Of(int process)
    {
        string[] lines = File.ReadAllLines($"/proc/{process}/status");
        return new Memory(Find(lines, "VmRSS:"), Find(lines, "VmHWM:"));
    }

    private static double Find(string[] lines, string name)
    {
        string line = lines.First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(name.Length).Trim().TrimEnd("kB ").ToString(), CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
