using Weir.Wire;

namespace Weir.Analytics.Agents;

/// <summary>Sums over all agents of a shard, kept as datagrams come: a question about all of them looks at none. Single writer, inside the gate.</summary>
internal sealed class AgentTotals
{
    private readonly long[] _errors = new long[Enum.GetValues<DecodeError>().Length];

    /// <summary>Datagrams missing from the sequences.</summary>
    public long Lost { get; private set; }

    /// <summary>Datagrams that counted earlier than they arrived.</summary>
    public long Placed { get; private set; }

    /// <summary>Datagrams that came too late to be placed.</summary>
    public long TooLate { get; private set; }

    /// <summary>Times an uptime that had been believed went wrong.</summary>
    public long ClockFaults { get; private set; }

    /// <summary>How often an error was met.</summary>
    public long Errors(DecodeError error) => _errors[(int)error];

    /// <summary>Counts an error.</summary>
    public void CountError(DecodeError error) => _errors[(int)error]++;

    /// <summary>Adds what one datagram changed; lost ones that came after all are taken off again.</summary>
    public void Add(long lost, long placed, long tooLate, long faults)
    {
        Lost += lost;
        Placed += placed;
        TooLate += tooLate;
        ClockFaults += faults;
    }
}
