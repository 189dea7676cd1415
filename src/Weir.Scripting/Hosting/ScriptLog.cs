using Microsoft.Extensions.Logging;

namespace Weir.Scripting.Hosting;

/// <summary>Log lines of the script host.</summary>
internal static partial class ScriptLog
{
    [LoggerMessage(1, LogLevel.Information, "script {Script}: started (Node.js {Version})")]
    public static partial void Started(this ILogger logger, string script, string version);

    [LoggerMessage(2, LogLevel.Error, "script {Script}: there is no file {Path}")]
    public static partial void FileMissing(this ILogger logger, string script, string path);

    [LoggerMessage(3, LogLevel.Error, "script {Script}: {Problem}")]
    public static partial void Failed(this ILogger logger, string script, string problem);

    [LoggerMessage(4, LogLevel.Warning, "script {Script}: {Reason}, restarted in {Seconds} s")]
    public static partial void Restarting(this ILogger logger, string script, string reason, double seconds);

    [LoggerMessage(5, LogLevel.Warning, "script {Script}: {Count} log lines were left out, it writes too many")]
    public static partial void LinesDropped(this ILogger logger, string script, long count);

    [LoggerMessage(6, LogLevel.Error, "script {Script}: the call {Call} failed inside the engine")]
    public static partial void CallFailed(this ILogger logger, string script, string call, Exception exception);

    [LoggerMessage(7, LogLevel.Warning, "script {Script}: {Problem}")]
    public static partial void ChannelBroken(this ILogger logger, string script, string problem);

    [LoggerMessage(8, LogLevel.Warning, "BGP is off: set bgp.start=yes")]
    public static partial void BgpIsOff(this ILogger logger);

    [LoggerMessage(9, LogLevel.Warning, "forwarding of datagrams is not available here: setForward does nothing")]
    public static partial void ForwardingIsOff(this ILogger logger);

    [LoggerMessage(10, LogLevel.Warning, "script {Script}: the name is taken by another script; /script/{Script}/ reaches the first one")]
    public static partial void NameTaken(this ILogger logger, string script);

    [LoggerMessage(11, LogLevel.Warning, "script {Script}: its queue of {Kind} is full, the newest are dropped")]
    public static partial void QueueFull(this ILogger logger, string script, string kind);

    [LoggerMessage(12, LogLevel.Debug, "script {Script}: {Text}")]
    public static partial void Fine(this ILogger logger, string script, string text);

    [LoggerMessage(13, LogLevel.Information, "script {Script}: {Text}")]
    public static partial void Info(this ILogger logger, string script, string text);

    [LoggerMessage(14, LogLevel.Warning, "script {Script}: {Text}")]
    public static partial void Warning(this ILogger logger, string script, string text);

    [LoggerMessage(16, LogLevel.Warning, "events are not kept here: what emit() takes goes nowhere")]
    public static partial void EventsAreOff(this ILogger logger);

    [LoggerMessage(15, LogLevel.Error, "script {Script}: {Text}")]
    public static partial void Severe(this ILogger logger, string script, string text);
}
