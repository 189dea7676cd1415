using System.Diagnostics;
using System.Globalization;

namespace Weir.Web.Endpoints;

/// <summary>Numbers of the process and the host. CPU loads are averages since the last look, at most once a second.</summary>
internal sealed class ProcessReport
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly long _started;
    private long _looked;
    private TimeSpan _cpu;
    private (long Busy, long All) _host;
    private double _loadProcess;
    private double? _loadSystem;

    public ProcessReport(TimeProvider time)
    {
        _time = time;
        _started = time.GetTimestamp();
        _looked = _started;
        _cpu = Environment.CpuUsage.TotalTime;
        _host = ReadHostCpu() ?? default;
    }

    /// <summary>Time since start.</summary>
    public TimeSpan Uptime => _time.GetElapsedTime(_started);

    /// <summary>Fraction of the host's processors this process used, 0 to 1; and of all processes, null where the host does not say.</summary>
    public (double Process, double? System) Load()
    {
        lock (_gate)
        {
            TimeSpan elapsed = _time.GetElapsedTime(_looked);
            if (elapsed < TimeSpan.FromSeconds(1))
            {
                return (_loadProcess, _loadSystem);
            }

            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            _loadProcess = Math.Clamp((cpu - _cpu) / (elapsed * Environment.ProcessorCount), 0, 1);
            _cpu = cpu;
            if (ReadHostCpu() is { } host)
            {
                long all = host.All - _host.All;
                _loadSystem = all > 0 ? Math.Clamp((double)(host.Busy - _host.Busy) / all, 0, 1) : _loadSystem;
                _host = host;
            }

            _looked = _time.GetTimestamp();
            return (_loadProcess, _loadSystem);
        }
    }

    /// <summary>Total and available memory of the host in bytes; null where the host does not say.</summary>
    public static (long Total, long Free)? HostMemory()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            long total = 0;
            long free = 0;
            foreach (string line in File.ReadLines("/proc/meminfo").Take(3))
            {
                string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                long bytes = words.Length > 1 && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out long kib) ? kib * 1024 : 0;
                total = words[0] == "MemTotal:" ? bytes : total;
                free = words[0] == "MemAvailable:" ? bytes : free;
            }

            return total > 0 ? (total, free) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Threads of the process.</summary>
    public static int Threads()
    {
        if (OperatingSystem.IsLinux() && Status("Threads:") is { } threads)
        {
            return threads;
        }

        using Process process = Process.GetCurrentProcess();
        return process.Threads.Count;
    }

    // Asking for all threads would read several files for each.
    private static int? Status(string name)
    {
        try
        {
            string? line = File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
            return int.TryParse(line?[name.Length..], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out int value) ? value : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    // First line of /proc/stat: user nice system idle iowait irq softirq steal, in ticks.
    private static (long Busy, long All)? ReadHostCpu()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            string[] words = (File.ReadLines("/proc/stat").FirstOrDefault() ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            long[] ticks = [.. words.Skip(1).Take(8).Select(w => long.TryParse(w, NumberStyles.None, CultureInfo.InvariantCulture, out long t) ? t : 0)];
            return ticks.Length < 5 ? null : (ticks.Sum() - ticks[3] - ticks[4], ticks.Sum());
        }
        catch (IOException)
        {
            return null;
        }
    }
}
