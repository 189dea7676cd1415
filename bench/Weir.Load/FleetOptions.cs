namespace Weir.Load;

/// <summary>A fleet of agents and what they send.</summary>
internal sealed record FleetOptions
{
    /// <summary>UDP port on 127.0.0.1.</summary>
    public required int Port { get; init; }

    /// <summary>Agents, numbered from 10.192.0.1.</summary>
    public int Agents { get; init; } = 10_000;

    /// <summary>Ports of an agent, each with counters.</summary>
    public int Ports { get; init; } = 48;

    /// <summary>Seconds between two counter samples of a port; 0 for no counters.</summary>
    public double Interval { get; init; } = 20;

    /// <summary>Flow samples a second over all agents.</summary>
    public double Rate { get; init; } = 200_000;

    /// <summary>Seconds to send.</summary>
    public double Seconds { get; init; } = 60;

    /// <summary>True to give every sample a source address of its own, as an attack with forged sources does.</summary>
    public bool Spoof { get; init; }

    /// <summary>Hosts that are sent to, in 192.168.0.0/16.</summary>
    public int Victims { get; init; } = 65_536;

    /// <summary>Source sockets, used in turn.</summary>
    public int Sockets { get; init; } = 16;
}
