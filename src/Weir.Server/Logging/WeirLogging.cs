using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Weir.Server.Logging;

/// <summary>Makes the log: standard error, one line a message.</summary>
public static class WeirLogging
{
    /// <summary>Makes a factory; dispose it to write out what is still queued.</summary>
    public static ILoggerFactory Create() => LoggerFactory.Create(builder => builder
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None) // A failed start is told in one line by whoever asked for it.
        .AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>()
        .AddConsole(console =>
        {
            console.FormatterName = LineFormatter.FormatterName;
            console.LogToStandardErrorThreshold = LogLevel.Trace;

            // A log that nobody reads must not stop the engine: the oldest way out is to drop, and the console says so.
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
            console.MaxQueueLength = 10_000;
        }));
}
