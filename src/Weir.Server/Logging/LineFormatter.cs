using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Weir.Server.Logging;

/// <summary>Writes log lines as <c>2026-01-13T23:31:23Z INFO: text</c>, one line per message and one more per exception.</summary>
public sealed class LineFormatter : ConsoleFormatter
{
    /// <summary>Name under which the formatter is registered.</summary>
    public const string FormatterName = "weir";

    /// <summary>Makes the formatter.</summary>
    public LineFormatter()
        : base(FormatterName)
    {
    }

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        ArgumentNullException.ThrowIfNull(textWriter);
        string text = logEntry.Formatter(logEntry.State, logEntry.Exception);
        textWriter.Write(DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        textWriter.Write(' ');
        textWriter.Write(LevelName(logEntry.LogLevel));
        textWriter.Write(": ");
        textWriter.Write(text);
        if (logEntry.Exception is not null)
        {
            textWriter.Write(' ');
            textWriter.Write(logEntry.LogLevel >= LogLevel.Error ? logEntry.Exception.ToString() : logEntry.Exception.Message);
        }

        textWriter.Write('\n');
    }

    private static string LevelName(LogLevel level) => level switch
    {
        LogLevel.Trace => "FINEST",
        LogLevel.Debug => "FINE",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARNING",
        _ => "SEVERE",
    };
}
