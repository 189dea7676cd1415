using System.Globalization;
using Weir.Ingest.Captures;

namespace Weir.Server.Verbs;

/// <summary>Shows on a terminal how far a replay is, on one line that is written over.</summary>
public sealed class ReplayDisplay(TextWriter error) : IProgress<ReplayProgress>
{
    private const int BarWidth = 30;

    private readonly Lock _gate = new();
    private bool _shown;

    /// <summary>True when standard error is a terminal.</summary>
    public bool IsUseful { get; } = !Console.IsErrorRedirected;

    /// <inheritdoc/>
    public void Report(ReplayProgress value)
    {
        int filled = (int)(value.Percent / 100 * BarWidth);
        DateTimeOffset time = DateTimeOffset.FromUnixTimeMilliseconds(value.TimeUs / 1000);
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"\r[{new string('#', filled)}{new string('.', BarWidth - filled)}] {value.Percent,5:F1} %  {value.Datagrams:N0} datagrams  {time:yyyy-MM-dd HH:mm:ss}");
        lock (_gate)
        {
            error.Write(line);
            error.Flush();
            _shown = true;
        }
    }

    /// <summary>Leaves the line.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (_shown)
            {
                error.WriteLine();
                _shown = false;
            }
        }
    }
}
