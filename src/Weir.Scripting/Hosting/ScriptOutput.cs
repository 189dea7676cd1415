using System.Text;
using Microsoft.Extensions.Logging;

namespace Weir.Scripting.Hosting;

/// <summary>What a script writes: its log calls, and its standard output line by line. Too many lines are left out and counted.</summary>
internal sealed class ScriptOutput(string script, ILogger logger, TimeProvider time, int linesPerSecond)
{
    private const int MaxLine = 8 * 1024; // Characters; the rest of a longer line is cut off.
    private const string Marker = "Debugger "; // Node's inspector announces itself on the error output.

    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(5); // Telling of lines left out must not be a flood too.

    private readonly TokenBucket _budget = new(time, linesPerSecond, 5);
    private long _dropped; // Shared: written by any thread.
    private long _untold; // Shared: written by any thread.
    private long _told = long.MinValue; // Shared: when lines left out were last told of.

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

        TellDropped();
        string line = Clean(text.Length > MaxLine ? text[..MaxLine] : text);
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
        StringBuilder line = new();
        for (int got = await ReadAsync(lines, buffer); got > 0; got = await ReadAsync(lines, buffer))
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

    private static async Task<int> ReadAsync(StreamReader lines, char[] buffer)
    {
        try
        {
            return await lines.ReadAsync(buffer);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The process is gone and our end was closed.
            return 0;
        }
    }

    private void TellDropped()
    {
        long told = Interlocked.Read(ref _told);
        long now = time.GetTimestamp();
        if (Interlocked.Read(ref _untold) > 0
            && (told == long.MinValue || time.GetElapsedTime(told, now) >= TellEvery)
            && Interlocked.CompareExchange(ref _told, now, told) == told)
        {
            logger.LinesDropped(script, Interlocked.Exchange(ref _untold, 0));
        }
    }

    // What a script writes may come from packets or from the web: it must neither look like a line of ours nor steer a terminal.
    private static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\u001f') && !text.AsSpan().ContainsAnyInRange('\u007f', '\u009f'))
        {
            return text;
        }

        StringBuilder clean = new(text.Length + 16);
        foreach (char c in text.Replace("\r\n", "\n", StringComparison.Ordinal))
        {
            _ = c switch
            {
                '\n' => clean.Append("\n  "),
                '\t' => clean.Append(c),
                _ => clean.Append(char.IsControl(c) ? '\uFFFD' : c),
            };
        }

        return clean.ToString();
    }

    private void End(StringBuilder line, string level)
    {
        string text = line.ToString().TrimEnd('\r');
        line.Clear();
        if (text.Length > 0)
        {
            Write(text.StartsWith(Marker, StringComparison.Ordinal) ? "info" : level, text);
        }
    }
}
