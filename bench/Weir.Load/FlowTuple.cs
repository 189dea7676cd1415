namespace Weir.Load;

/// <summary>One 5-tuple with what the switch knows about it.</summary>
internal readonly record struct FlowTuple
{
    public uint Source { get; init; }

    public uint Destination { get; init; }

    public ushort SourcePort { get; init; }

    public ushort DestinationPort { get; init; }

    public byte Protocol { get; init; }

    /// <summary>Length on the wire, with the frame check sequence.</summary>
    public ushort FrameBytes { get; init; }

    public uint Input { get; init; }

    public uint Output { get; init; }

    public uint Vlan { get; init; }
}
