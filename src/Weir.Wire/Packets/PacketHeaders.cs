using System.Runtime.CompilerServices;

namespace Weir.Wire.Packets;

/// <summary>The protocol headers found in a sampled header, outermost first (sFlow v5, sampled_header).</summary>
/// <remarks>
/// Holds positions only: fields are read from the bytes when somebody asks. Reused from sample to sample, never allocates.
/// What lies beyond <see cref="MaxLayers"/> headers is not looked at; <see cref="IsTruncated"/> tells.
/// </remarks>
public struct PacketHeaders
{
    /// <summary>Headers kept at the most: deeper nesting than any real network's.</summary>
    public const int MaxLayers = 24;

    private static readonly ulong EthernetIp4Shape = Extend(Extend(0, LayerKind.Ethernet, 0, 14), LayerKind.Ip4, 14, 20);

    private LayerArray _layers;

    /// <summary>Headers found.</summary>
    public int Count { get; private set; }

    /// <summary>True when the captured bytes, or <see cref="MaxLayers"/>, ended before the packet's headers did.</summary>
    public bool IsTruncated { get; internal set; }

    /// <summary>The kinds that occur: bit n stands for the <see cref="LayerKind"/> of value n.</summary>
    public ulong Kinds { get; private set; }

    /// <summary>
    /// Fingerprint of the layout: the same for packets whose headers are of the same kinds, places and lengths, so that whoever reads the
    /// same fields of many packets need find their places once. Another layout has another one, save for 64-bit collisions.
    /// </summary>
    public ulong Shape { get; private set; }

    /// <summary>The header at <paramref name="index"/>, outermost first.</summary>
    public readonly Layer this[int index] => _layers[index];

    /// <summary>Forgets everything, ready for the next sample.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Clear()
    {
        Count = 0;
        IsTruncated = false;
        Kinds = 0;
        Shape = 0;
    }

    /// <summary>True when at least one header of the kind was found.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Has(LayerKind kind) => ((Kinds >> (int)kind) & 1) != 0;

    /// <summary>Position of a header by kind and occurrence.</summary>
    /// <param name="kind">The protocol wanted.</param>
    /// <param name="occurrence">0 outermost, 1 the next one inside.</param>
    /// <param name="layer">The header, when true.</param>
    public readonly bool TryFind(LayerKind kind, int occurrence, out Layer layer)
    {
        int index = IndexOf(kind, occurrence);
        layer = index < 0 ? default : _layers[index];
        return index >= 0;
    }

    /// <summary>Index of a header by kind and occurrence; -1 when it is not there.</summary>
    /// <param name="kind">The protocol wanted.</param>
    /// <param name="occurrence">0 outermost, 1 the next one inside.</param>
    public readonly int IndexOf(LayerKind kind, int occurrence)
    {
        if (Has(kind))
        {
            for (int i = 0; i < Count; i++)
            {
                ref readonly Layer candidate = ref _layers[i];
                if (candidate.Kind == kind && candidate.Occurrence == occurrence)
                {
                    return i;
                }
            }
        }

        return -1;
    }

    /// <summary>Notes an Ethernet header of 14 bytes and an IPv4 header of 20 behind it, in an empty set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void StartEthernetIp4()
    {
        _layers[0] = new Layer(LayerKind.Ethernet, 0, 0, 14);
        _layers[1] = new Layer(LayerKind.Ip4, 0, 14, 20);
        Count = 2;
        Kinds = (1UL << (int)LayerKind.Ethernet) | (1UL << (int)LayerKind.Ip4);
        Shape = EthernetIp4Shape;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Add(LayerKind kind, int offset, int length)
    {
        if (Count == MaxLayers)
        {
            IsTruncated = true;
            return false;
        }

        // The first of its kind, by far the most frequent case, needs no count of the others.
        byte occurrence = Has(kind) ? CountOf(kind) : (byte)0;
        _layers[Count++] = new Layer(kind, occurrence, (ushort)offset, (ushort)length);
        Kinds |= 1UL << (int)kind;
        Shape = Extend(Shape, kind, offset, length);
        return true;
    }

    /// <summary>Occurrence follows from the kinds before, so it need not be mixed in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Extend(ulong shape, LayerKind kind, int offset, int length)
    {
        ulong mixed = (shape ^ (((ulong)kind << 40) | ((ulong)offset << 20) | (uint)length)) * 0x9e3779b97f4a7c15;
        return mixed ^ (mixed >> 32);
    }

    private readonly byte CountOf(LayerKind kind)
    {
        byte count = 0;
        for (int i = 0; i < Count; i++)
        {
            count += _layers[i].Kind == kind ? (byte)1 : (byte)0;
        }

        return count;
    }

    [InlineArray(MaxLayers)]
    private struct LayerArray
    {
        private Layer _first;
    }
}
