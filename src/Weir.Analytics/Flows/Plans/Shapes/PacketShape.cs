using Weir.Wire.Packets;

namespace Weir.Analytics.Flows.Plans.Shapes;

/// <summary>One layout of packet headers, for which expressions are asked what they come to.</summary>
internal sealed class PacketShape
{
    private readonly PacketHeaders _packet;

    /// <summary>Takes the layout of a packet.</summary>
    /// <param name="packet">Headers of the packet; there is at least one.</param>
    /// <param name="evaluator">Makes texts.</param>
    public PacketShape(in PacketHeaders packet, Evaluator evaluator)
    {
        _packet = packet;
        Evaluator = evaluator;
    }

    /// <summary>Makes texts.</summary>
    public Evaluator Evaluator { get; }

    /// <summary>The headers.</summary>
    public ref readonly PacketHeaders Packet => ref _packet;
}
