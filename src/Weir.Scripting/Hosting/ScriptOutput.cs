using Microsoft.Extensions.Logging;

namespace Weir.Scripting.Hosting;

/// <summary>What a script writes: its log calls, and its standard output line by line. Too many lines are left out and counted.</summary>
internal sealed class ScriptOutput(string script, ILogger logger, TimeProvider time, int linesPerSecond)
{
    private const int MaxLine = 8 * 1024; // Characters; the rest of a longer line is cut off.
    private const string Marker = "Debugger "; // Node's inspector announces itself on the error output.

    private readonly TokenBucket _budget = new(time, linesPerSecond, 5);
    private long _dropped; // Shared: written by any thread.
    private long _untold;

    /// <summary>Lines left out so far.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Writes one line.</summary>
    /// <param name="level">fine, info, warning or severe.</param>
    /// <param name="text">The line.</param>
    public void Write(string level, string text)
    {
        if (!_budget.TryTake())
        {
            Interlocked.Increment(ref _dropped);
            Interlocked.Increment(ref _untold);
            return;
        }

        long untold = Interlocked.Exchange(ref _untold, 0);
        if (untold > 0)
        {
            logger.LinesDropped(script, untold);
        }

        string line = text.Length > MaxLine ? text[..MaxLine] : text;
        switch (level)
        {
            case "fine":
                logger.Fine(script, line);
                break;
            case "warning":
                logger.Warning(script, line);
                break;
            case "severe":
                logger.Severe(script, line);
                break;
            default:
                logger.Info(script, line);
                break;
        }
    }

    /// <summary>Copies a stream of lines until it ends.</summary>
    public async Task CopyAsync(StreamReader lines, string level)
    {
        char[] buffer = new char[MaxLine];
        System.Text.StringBuilder line = new();
        for (int got = await lines.ReadAsync(buffer); got > 0; got = await lines.ReadAsync(buffer))
        {
            foreach (char c in buffer.AsSpan(0, got))
            {
                if (c != '\n')
                {
                    _ = line.Length < MaxLine ? line.Append(c) : line;
                    continue;
                }

                End(line, level);
            }
        }

        End(line, level);
    }

    private void End(System.Text.StringBuilder line, string level)
    {
        string text = line.ToString().TrimEnd('\r');
        line.Clear();
        if (text.Length > 0)
        {
            Write(text.StartsWith(Marker, StringComparison.Ordinal) ? "info" : level, text);
        }
    }
}
