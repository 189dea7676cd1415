using Microsoft.Extensions.Logging;
using Weir.Analytics;
using Weir.Server.Configuration;

namespace Weir.Server.Composition.Export;

/// <summary>What the export part is started with.</summary>
internal sealed record ExportContext
{
    /// <summary>What becomes an event, and which metrics are sent.</summary>
    public required ExportSettings Settings { get; init; }

    /// <summary>System properties: sinks may be written there.</summary>
    public required PropertySet Properties { get; init; }

    /// <summary>Home directory: <c>conf.d/sinks.yaml</c> lies there.</summary>
    public required string Home { get; init; }

    /// <summary>The directory under which Weir stores anything.</summary>
    public required string Data { get; init; }

    /// <summary>The engine.</summary>
    public required AnalyticsEngine Engine { get; init; }

    /// <summary>Logs.</summary>
    public required ILoggerFactory Loggers { get; init; }

    /// <summary>Weir's version.</summary>
    public required string Version { get; init; }
}
