namespace Weir.Load;

/// <summary>How a workload is sent to this machine.</summary>
internal sealed record BlastOptions
{
    /// <summary>UDP port on 127.0.0.1.</summary>
    public int Port { get; init; }

    /// <summary>Datagrams a second; 0 sends as fast as it goes.</summary>
    public double Rate { get; init; }

    /// <summary>Longest time to send; at most two minutes.</summary>
    public double Seconds { get; init; } = 5;

    /// <summary>Flow samples after which to stop.</summary>
    public long FlowSamples { get; init; } = long.MaxValue;

    /// <summary>Source sockets, used in turn.</summary>
    public int Sockets { get; init; } = 16;

    /// <summary>Datagrams made beforehand and sent round and round with fresh sequence numbers.</summary>
    public int Ring { get; init; } = 8192;
}
