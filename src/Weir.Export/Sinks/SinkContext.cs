using Microsoft.Extensions.Logging;

namespace Weir.Export.Sinks;

/// <summary>What a sink may use.</summary>
public sealed record SinkContext
{
    /// <summary>The sink's name, for logs and health.</summary>
    public required string Name { get; init; }

    /// <summary>Clock for time-outs and time stamps of requests; never for the events' own time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Log.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>Name of this machine, as receivers shall see it.</summary>
    public required string HostName { get; init; }

    /// <summary>Weir's version, for user agents.</summary>
    public required string Version { get; init; }
}
