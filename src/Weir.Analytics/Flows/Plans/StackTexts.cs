using Weir.Analytics.Flows.Keys;
using Weir.Wire.Packets;

namespace Weir.Analytics.Flows.Plans;

/// <summary>Texts of header stacks by the kinds of their headers: a network shows few, so they are not formatted and hashed again and again.</summary>
/// <remarks>Bounded: a fixed number of places chosen by hash, the newer stack takes the older's. Single writer: the shard.</remarks>
internal sealed class StackTexts
{
    private const int PlaceBits = 6;
    private const int KindBits = 6;
    private const int MaxKinds = 10;

    private readonly ulong[] _kinds = new ulong[1 << PlaceBits];
    private readonly PooledText?[] _texts = new PooledText?[1 << PlaceBits];

    /// <summary>The text of a packet's headers from outside in.</summary>
    /// <param name="pool">Makes texts.</param>
    /// <param name="packet">Headers of the packet.</param>
    public PooledText Get(TextPool pool, scoped ref readonly PacketHeaders packet)
    {
        if (packet.Count > MaxKinds)
        {
            return Format(pool, in packet);
        }

        ulong kinds = 0;
        for (int i = 0; i < packet.Count; i++)
        {
            kinds = (kinds << KindBits) | (ulong)packet[i].Kind;
        }

        int place = (int)((kinds * 0x9e3779b97f4a7c15) >> (64 - PlaceBits));
        PooledText? text = _texts[place];
        if (text is null || _kinds[place] != kinds)
        {
            text = Format(pool, in packet);
            _texts[place] = text;
            _kinds[place] = kinds;
        }

        return text;
    }

    private static PooledText Format(TextPool pool, scoped ref readonly PacketHeaders packet)
    {
        Span<byte> bytes = stackalloc byte[KeyValue.MaxTextLength];
        return pool.Get(bytes[..(LayerNames.TryFormatStack(in packet, bytes, out int written) ? written : 0)]);
    }
}
