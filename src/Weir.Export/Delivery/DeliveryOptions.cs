using Microsoft.Extensions.Logging;
using Weir.Export.Sinks;

namespace Weir.Export.Delivery;

/// <summary>What delivery needs from the outside.</summary>
public sealed record DeliveryOptions
{
    /// <summary>Folder for dead letters and marks; made when missing.</summary>
    public required string Folder { get; init; }

    /// <summary>Clock for pauses and time-outs.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Logs, one a sink.</summary>
    public required ILoggerFactory Logs { get; init; }

    /// <summary>Name of this machine, as receivers shall see it.</summary>
    public required string HostName { get; init; }

    /// <summary>Weir's version, for user agents.</summary>
    public required string Version { get; init; }

    /// <summary>Finds a type by its name.</summary>
    public Func<string, ISinkType?> FindType { get; init; } = SinkTypes.Find;

    /// <summary>Jitter; a seeded one makes a run repeatable.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>How long a sink that is replaced or removed may still wait for its receiver's word.</summary>
    public TimeSpan ReplacePatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Told when a sink begins to fail, works again, or gives events up; from a worker's thread, must not wait.</summary>
    public Action<SinkNotice>? Notify { get; init; }
}
