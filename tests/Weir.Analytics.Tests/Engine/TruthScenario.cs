namespace Weir.Analytics.Tests.Engine;

/// <summary>What happens to the samples of a <see cref="TruthMix"/> between packet and engine.</summary>
internal sealed record TruthScenario
{
    /// <summary>The agent pauses for one to five seconds and then sends all at once.</summary>
    public bool Bursts { get; init; }

    /// <summary>How often each datagram arrives.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>Agents that see, and sample, every packet.</summary>
    public int Agents { get; init; } = 1;

    /// <summary>Shards they are spread over.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>How the query puts the agents' rates together.</summary>
    public string AggMode { get; init; } = "max";
}
