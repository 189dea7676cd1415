using Weir.Analytics.Flows.Keys;
using Weir.Analytics.Flows.Plans.Shapes;

namespace Weir.Analytics.Flows.Plans;

/// <summary><c>null:KEY[:TEXT]</c>: a text instead of null.</summary>
internal sealed class NullNode : KeyNode
{
    private readonly KeyNode _key;
    private readonly Evaluated _otherwise;

    /// <summary>Makes the node.</summary>
    public NullNode(KeyNode key, Evaluated otherwise)
    {
        _key = key;
        _otherwise = otherwise;
    }

    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value)
    {
        if (!evaluator.TryGet(_key, ref sample, out value))
        {
            value = _otherwise;
        }

        return true;
    }

    /// <inheritdoc/>
    public override ShapedKey Under(PacketShape shape)
    {
        ShapedKey read = _key.Under(shape);
        return read.Kind == ShapedKind.Null ? ShapedKey.Constant(_otherwise) : read;
    }
}

/// <summary><c>or:A:B...</c>: the first argument that is not null.</summary>
internal sealed class OrNode : KeyNode
{
    private readonly KeyNode[] _arguments;

    /// <summary>Makes the node.</summary>
    public OrNode(KeyNode[] arguments)
    {
        _arguments = arguments;
        MaxUnits = arguments.Max(argument => argument.MaxUnits);
    }

    /// <inheritdoc/>
    public override int MaxUnits { get; }

    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value)
    {
        foreach (KeyNode argument in _arguments)
        {
            ref readonly EvaluatedSlot read = ref evaluator.Read(argument, ref sample);
            if (read.Has)
            {
                value = read.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <inheritdoc/>
    public override ShapedKey Under(PacketShape shape)
    {
        foreach (KeyNode argument in _arguments)
        {
            ShapedKey read = argument.Under(shape);
            if (read.Kind != ShapedKind.Null)
            {
                return read;
            }
        }

        return ShapedKey.Null;
    }
}

/// <summary><c>if:COND:VALUE:A:B</c>: A when COND's value is VALUE, otherwise B.</summary>
internal sealed class IfNode : KeyNode
{
    private readonly FilterNode _condition;
    private readonly KeyNode _then;
    private readonly KeyNode _otherwise;

    /// <summary>Makes the node.</summary>
    public IfNode(FilterNode condition, KeyNode then, KeyNode otherwise)
    {
        _condition = condition;
        _then = then;
        _otherwise = otherwise;
    }

    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value) =>
        evaluator.TryGet(evaluator.Test(_condition, ref sample) ? _then : _otherwise, ref sample, out value);

    /// <inheritdoc/>
    public override ShapedKey Under(PacketShape shape) => _condition.Under(shape).Decided switch
    {
        true => _then.Under(shape),
        false => _otherwise.Under(shape),
        _ => ShapedKey.Open,
    };
}

/// <summary><c>eq:A:B</c>: whether both texts are equal; null when an argument is.</summary>
internal sealed class EqualNode : KeyNode
{
    private readonly KeyNode _left;
    private readonly KeyNode _right;

    /// <summary>Makes the node.</summary>
    public EqualNode(KeyNode left, KeyNode right)
    {
        _left = left;
        _right = right;
    }

    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value)
    {
        value = default;
        if (!evaluator.TryGet(_left, ref sample, out Evaluated left) || !evaluator.TryGet(_right, ref sample, out Evaluated right))
        {
            return false;
        }

        bool equal = left.Type == right.Type && left.Detail == right.Detail
            ? left.SameAs(right)
            : evaluator.TextOf(left).Value == evaluator.TextOf(right).Value;
        value = Evaluated.OfBoolean(equal);
        return true;
    }
}

/// <summary><c>range:KEY:LOW[:HIGH]</c>: whether the number lies between, bounds included; null when it is no number.</summary>
internal sealed class RangeNode : KeyNode
{
    private readonly KeyNode _key;
    private readonly double _low;
    private readonly double _high;

    /// <summary>Makes the node.</summary>
    public RangeNode(KeyNode key, double low, double high)
    {
        _key = key;
        _low = low;
        _high = high;
    }

    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value)
    {
        value = default;
        double number = evaluator.TryGet(_key, ref sample, out Evaluated read) ? read.AsNumber() : double.NaN;
        if (double.IsNaN(number))
        {
            return false;
        }

        value = Evaluated.OfBoolean(number >= _low && number <= _high);
        return true;
    }

    /// <inheritdoc/>
    public override ShapedKey Under(PacketShape shape)
    {
        ShapedKey read = _key.Under(shape);
        return read.Kind switch
        {
            ShapedKind.Null => ShapedKey.Null,
            ShapedKind.Field when read.Type == KeyType.Number => read with { Kind = ShapedKind.Range, Least = _low, Most = _high },
            ShapedKind.Field => ShapedKey.Null,
            _ => ShapedKey.Open,
        };
    }
}

/// <summary><c>bits:KEY:MASK</c>: the bits of a number that a mask leaves, not shifted.</summary>
internal sealed class BitsNode : KeyNode
{
    private readonly KeyNode _key;
    private readonly ulong _mask;

    /// <summary>Makes the node.</summary>
    public BitsNode(KeyNode key, ulong mask)
    {
        _key = key;
        _mask = mask;
    }

    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value)
    {
        bool has = evaluator.TryGet(_key, ref sample, out value) && value.Type is KeyType.Number or KeyType.Bits && value.Detail != 1;
        value = has ? Evaluated.OfNumber(value.Low & _mask) : default;
        return has;
    }

    /// <inheritdoc/>
    public override ShapedKey Under(PacketShape shape)
    {
        ShapedKey read = _key.Under(shape);
        return read.Kind switch
        {
            ShapedKind.Null => ShapedKey.Null,
            ShapedKind.Field when read.Type == KeyType.Number => read with { Mask = read.Mask & _mask },
            _ => ShapedKey.Open,
        };
    }
}

/// <summary><c>mask:KEY:BITS</c>: the network address of the first BITS bits.</summary>
internal sealed class MaskNode : KeyNode
{
    private readonly KeyNode _key;
    private readonly int _bits;

    /// <inheritdoc/>
    public override int MaxUnits => _key.MaxUnits;

    /// <summary>Makes the node.</summary>
    public MaskNode(KeyNode key, int bits)
    {
        _key = key;
        _bits = bits;
    }

    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value)
    {
        if (!evaluator.TryGet(_key, ref sample, out value))
        {
            return false;
        }

        switch (value.Type)
        {
            case KeyType.Ip4:
                value.Low &= _bits == 0 ? 0 : uint.MaxValue << (32 - Math.Min(_bits, 32));
                return true;
            case KeyType.Ip6:
                value.High &= Upper(_bits);
                value.Low &= Upper(_bits - 64);
                return true;
            default:
                return false;
        }
    }

    /// <inheritdoc/>
    public override ShapedKey Under(PacketShape shape)
    {
        ShapedKey read = _key.Under(shape);
        return read.Kind switch
        {
            ShapedKind.Null => ShapedKey.Null,
            ShapedKind.Field when read.Type == KeyType.Ip4 => read with { Mask = read.Mask & (_bits == 0 ? 0 : uint.MaxValue << (32 - Math.Min(_bits, 32))) },
            _ => ShapedKey.Open,
        };
    }

    private static ulong Upper(int bits) => bits <= 0 ? 0 : ulong.MaxValue << (64 - Math.Min(bits, 64));
}
