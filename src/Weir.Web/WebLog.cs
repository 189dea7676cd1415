using Microsoft.Extensions.Logging;

namespace Weir.Web;

/// <summary>Log lines of the HTTP side.</summary>
internal static partial class WebLog
{
    [LoggerMessage(EventId = 4000, Level = LogLevel.Information, Message = "Listening, HTTP port {Port} on {Addresses}: {Reason}")]
    public static partial void Listening(ILogger logger, int port, string addresses, string reason);

    [LoggerMessage(EventId = 4001, Level = LogLevel.Information, Message = "{Client} {Method} {Target} {Status} {Milliseconds} ms")]
    public static partial void Request(ILogger logger, string client, string method, string target, int status, long milliseconds);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Error, Message = "HTTP error {Id}: {Method} {Path} failed")]
    public static partial void Failed(ILogger logger, string id, string method, string path, Exception exception);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Error, Message = "Metric source {Source} failed, its numbers are missing in /metrics")]
    public static partial void MetricSourceFailed(ILogger logger, string source, Exception exception);
}
