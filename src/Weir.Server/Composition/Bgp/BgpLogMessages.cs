using Microsoft.Extensions.Logging;

namespace Weir.Server.Composition.Bgp;

/// <summary>What the BGP side tells the operator about scripts' wishes.</summary>
internal static partial class BgpLogMessages
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Listening, BGP port {Port}")]
    public static partial void BgpListening(this ILogger logger, int port);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Script}: BGP router {Router}: {Problem}")]
    public static partial void BgpRefused(this ILogger logger, string script, string router, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Script}: BGP router {Router}: {Advice}")]
    public static partial void BgpAdvice(this ILogger logger, string script, string router, string advice);
}
