using Microsoft.Extensions.Logging;
using Weir.Export.Settings;
using Weir.Export.Sinks;

namespace Weir.Export.Delivery;

/// <summary>What the workers of one sink share.</summary>
internal sealed record SinkParts
{
    /// <summary>The sink's name.</summary>
    public required string Name { get; init; }

    /// <summary>The sink's type.</summary>
    public required string Type { get; init; }

    /// <summary>The sink.</summary>
    public required ISink Sink { get; init; }

    /// <summary>A sink is used by one caller at a time; one for both events and metrics has two workers.</summary>
    public required SemaphoreSlim Gate { get; init; }

    /// <summary>Settings that every sink has.</summary>
    public required DeliverySettings Settings { get; init; }

    /// <summary>Kept out of reasons and logs.</summary>
    public required SettingSecrets Secrets { get; init; }

    /// <summary>Clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Log.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>For jitter.</summary>
    public required Random Random { get; init; }

    /// <summary>Told once when delivery begins to fail, when it works again and when events are given up; for events about Weir itself.</summary>
    public Action<SinkNotice>? Notify { get; init; }
}
