using System.Buffers.Binary;
using Weir.Analytics.Flows.Keys;
using Weir.Analytics.Flows.Plans.Shapes;
using Weir.Wire;
using Weir.Wire.Packets;
using Weir.Wire.Packets.Fields;

namespace Weir.Analytics.Flows.Plans;

/// <summary>A key that is one field of a packet header: type, shift and mask are decided when it is compiled.</summary>
/// <remarks>Reads eight bytes at the field and cuts the value out of them; near the end of the capture, and without a header, the key itself is asked.</remarks>
internal sealed class FieldNode : KeyNode
{
    private readonly CatalogNode _key;
    private readonly PacketField _field;
    private readonly LayerKind _kind;
    private readonly int _occurrence;
    private readonly int _start;
    private readonly int _end;
    private readonly int _shift;
    private readonly ulong _mask;
    private readonly KeyType _type;
    private readonly byte _detail;

    /// <summary>Compiles a field.</summary>
    /// <param name="key">The key as the catalogue reads it.</param>
    /// <param name="field">Where the value lies.</param>
    /// <param name="occurrence">0 for the outermost header of the kind.</param>
    public FieldNode(CatalogNode key, PacketField field, int occurrence)
    {
        _key = key;
        _field = field;
        _kind = field.Kind;
        _occurrence = occurrence;
        _start = field.ByteOffset;
        _end = field.ByteEnd;
        _shift = 64 - (field.BitOffset & 7) - field.BitWidth;
        _mask = field.BitWidth > 64 ? 0 : ulong.MaxValue >> (64 - field.BitWidth);
        Evaluated like = Evaluated.OfPlain(field.Type == PacketFieldType.Ip6 ? KeyValue.Address(new NetworkAddress(0, 0, NetworkFamily.V6)) : KeyValue.OfField(field.Type, 0, field.BitWidth));
        _type = like.Type;
        _detail = like.Detail;
    }

    /// <inheritdoc/>
    public override int MaxUnits => KeyUnits.MostOf(_type, _detail, _field.BitWidth);

    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value)
    {
        ref PacketHeaders packet = ref sample.Packet;
        int index = packet.IndexOf(_kind, _occurrence);
        if (index < 0)
        {
            if (sample.HasHeader)
            {
                value = default;
                return false;
            }

            return _key.TryEvaluate(evaluator, ref sample, out value);
        }

        Layer layer = packet[index];
        ReadOnlySpan<byte> header = sample.Header;
        if (_end > layer.Length || layer.Offset + _end > header.Length)
        {
            value = default;
            return false;
        }

        int start = layer.Offset + _start;
        value = new Evaluated { Type = _type, Detail = _detail };
        if (_type == KeyType.Ip6)
        {
            value.High = BinaryPrimitives.ReadUInt64BigEndian(header[start..]);
            value.Low = BinaryPrimitives.ReadUInt64BigEndian(header[(start + 8)..]);
        }
        else if (_shift >= 0 && header.Length - start >= 8)
        {
            value.Low = (BinaryPrimitives.ReadUInt64BigEndian(header[start..]) >> _shift) & _mask;
        }
        else
        {
            _field.TryRead(header, layer, out value.Low);
        }

        return true;
    }

    /// <inheritdoc/>
    public override ShapedKey Under(PacketShape shape)
    {
        int index = shape.Packet.IndexOf(_kind, _occurrence);
        if (index < 0 || _end > shape.Packet[index].Length)
        {
            return ShapedKey.Null;
        }

        int start = shape.Packet[index].Offset + _start;
        if (_type == KeyType.Ip6)
        {
            return new ShapedKey { Kind = ShapedKind.WideField, Type = _type, Offset = start };
        }

        return _shift < 0
            ? ShapedKey.Open
            : new ShapedKey { Kind = ShapedKind.Field, Type = _type, Detail = _detail, Offset = start, Shift = (byte)_shift, Mask = _mask };
    }
}

/// <summary><c>bytes</c> of a sample with a header, and <c>frames</c>: what the sample itself says.</summary>
/// <param name="key">The key as the catalogue reads it; asked when there is no header.</param>
/// <param name="isLength">True for the length of the packet, false for 1.</param>
internal sealed class SizeNode(CatalogNode key, bool isLength) : KeyNode
{
    /// <inheritdoc/>
    public override int MaxUnits => KeyUnits.MostOfNumber;

    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value)
    {
        if (!sample.HasHeader)
        {
            return key.TryEvaluate(evaluator, ref sample, out value);
        }

        value = Evaluated.OfNumber(isLength ? sample.FrameLength : 1);
        return true;
    }

    /// <inheritdoc/>
    public override ShapedKey Under(PacketShape shape) =>
        isLength ? new ShapedKey { Kind = ShapedKind.Length } : ShapedKey.Constant(Evaluated.OfNumber(1));
}

/// <summary><c>stack</c>: names of the packet's headers.</summary>
internal sealed class StackNode : KeyNode
{
    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value)
    {
        ref PacketHeaders packet = ref sample.Packet;
        bool any = packet.Count > 0;
        value = any ? Evaluated.OfText(evaluator.Stacks.Get(evaluator.Pool, in packet)) : default;
        return any;
    }

    /// <inheritdoc/>
    public override ShapedKey Under(PacketShape shape) =>
        ShapedKey.Constant(Evaluated.OfText(shape.Evaluator.Stacks.Get(shape.Evaluator.Pool, in shape.Packet)));
}
