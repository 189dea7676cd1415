using Weir.Wire.Packets;

namespace Weir.Analytics.Flows.Plans.Shapes;

/// <summary>The decision trees of the layouts met lately. Single writer: the shard.</summary>
/// <remarks>
/// Bounded: a fixed number of places, each layout has <see cref="Ways"/> of them to choose from. A layout is compiled when it is met for
/// the second time in a row at its place and no place is free of use for <see cref="IdleUs"/>: packets made up to have ever new layouts are
/// evaluated without a compiled tree, which costs time but no memory, and drive no other layout out.
/// </remarks>
internal sealed class ShapeCache
{
    private const int Bits = 8;
    private const int Ways = 4;
    private const long IdleUs = 10_000_000;

    private readonly Place[] _places = new Place[(1 << Bits) + Ways];
    private readonly PlanBranch _plans;
    private readonly Evaluator _evaluator;

    /// <summary>Starts with no layout.</summary>
    /// <param name="plans">The tree to be compiled.</param>
    /// <param name="evaluator">Makes texts.</param>
    public ShapeCache(PlanBranch plans, Evaluator evaluator)
    {
        _plans = plans;
        _evaluator = evaluator;
    }

    /// <summary>The tree for a packet's layout; null when the tree as it was written has to be walked.</summary>
    /// <param name="packet">Headers of the packet.</param>
    /// <param name="length">Bytes captured.</param>
    /// <param name="nowUs">Engine time, in microseconds.</param>
    public ShapedBranch? Find(ref readonly PacketHeaders packet, int length, long nowUs)
    {
        int home = (int)((packet.Shape * 0x9e3779b97f4a7c15) >> (64 - Bits));
        for (int i = home; i < home + Ways; i++)
        {
            ref Place place = ref _places[i];
            if (place.Shape == packet.Shape && place.Tree is not null)
            {
                place.UsedUs = nowUs;
                return length >= place.NeededBytes ? place.Tree : null;
            }
        }

        Compile(home, in packet, nowUs);
        return null;
    }

    private void Compile(int home, in PacketHeaders packet, long nowUs)
    {
        ref Place candidate = ref _places[home];
        bool metBefore = candidate.Wanted == packet.Shape;
        candidate.Wanted = packet.Shape;
        if (!metBefore || packet.Count == 0)
        {
            return;
        }

        for (int i = home; i < home + Ways; i++)
        {
            ref Place place = ref _places[i];
            if (place.Tree is null || nowUs - place.UsedUs > IdleUs)
            {
                place.Tree = ShapedBranch.Build(_plans, new PacketShape(in packet, _evaluator));
                place.NeededBytes = place.Tree.NeededBytes();
                place.Shape = packet.Shape;
                place.UsedUs = nowUs;
                return;
            }
        }
    }

    private struct Place
    {
        public ulong Shape;
        public ulong Wanted;
        public ShapedBranch? Tree;
        public int NeededBytes;
        public long UsedUs;
    }
}
