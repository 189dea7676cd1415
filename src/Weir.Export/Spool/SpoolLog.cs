using Microsoft.Extensions.Logging;

namespace Weir.Export.Spool;

/// <summary>What the spool says.</summary>
internal static partial class SpoolLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Spool {Folder}: {Count} events kept")]
    public static partial void Opened(ILogger logger, string folder, long count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Spool: cut {Bytes} unfinished bytes off {Path}")]
    public static partial void Torn(ILogger logger, long bytes, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "Spool: {Places} damaged places in {Path} were skipped")]
    public static partial void Corrupt(ILogger logger, long places, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "Spool: the places of all sinks are damaged; each begins again with the oldest event")]
    public static partial void CursorsDamaged(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "Spool: the disk refuses events, trying again: {Reason}")]
    public static partial void Refuses(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Spool: the disk takes events again")]
    public static partial void Recovered(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Spool: {Reader} lost events {From} to {To}: removed or damaged before it read them")]
    public static partial void Lost(ILogger logger, string reader, long from, long to);

    [LoggerMessage(Level = LogLevel.Error, Message = "Spool: {Events} events were given up at the end, the disk refuses them")]
    public static partial void GivenUp(ILogger logger, int events);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Spool: the writer met a bug and goes on")]
    public static partial void WriterBug(ILogger logger, Exception error);
}
