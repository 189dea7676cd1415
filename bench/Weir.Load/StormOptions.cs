namespace Weir.Load;

/// <summary>What <see cref="StormProbe"/> is told.</summary>
internal sealed record StormOptions
{
    /// <summary>UDP port of the Weir that is measured, on 127.0.0.1.</summary>
    public required int SflowPort { get; init; }

    /// <summary>Port to listen on for <c>bench/latency.js</c>.</summary>
    public required int ListenPort { get; init; }

    /// <summary>REST of the Weir that is measured.</summary>
    public required Uri Rest { get; init; }

    /// <summary>Weir's log, where <c>bench/ddos14.js</c> says when its handler ran.</summary>
    public required string Log { get; init; }

    /// <summary>Rounds of four blocks: calm, storm, storm, calm; one more before them is not counted.</summary>
    public int Rounds { get; init; } = 10;

    /// <summary>Trials in a block.</summary>
    public int Trials { get; init; } = 25;

    /// <summary>Seed of all attacks.</summary>
    public ulong Seed { get; init; } = 1;
}
