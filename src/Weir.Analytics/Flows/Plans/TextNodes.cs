using Weir.Analytics.Flows.Keys;
using Weir.Analytics.Flows.Plans.Shapes;

namespace Weir.Analytics.Flows.Plans;

/// <summary>A function of one text: <c>prefix</c>, <c>suffix</c>, <c>first</c>, <c>uri</c>. Recent results are remembered.</summary>
internal sealed class TextFunctionNode : KeyNode
{
    private readonly KeyNode _key;
    private readonly Func<string, string?> _function;
    private readonly int _memo;

    /// <summary>Makes the node.</summary>
    /// <param name="key">The argument.</param>
    /// <param name="function">What is done to its text; null for null.</param>
    /// <param name="memo">Number of the memo.</param>
    public TextFunctionNode(KeyNode key, Func<string, string?> function, int memo)
    {
        _key = key;
        _function = function;
        _memo = memo;
    }

    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value)
    {
        if (!evaluator.TryGet(_key, ref sample, out Evaluated argument))
        {
            value = default;
            return false;
        }

        Memo memo = evaluator.MemoOf(_memo);
        if (!memo.TryFind(argument, out bool has, out value))
        {
            string? text = _function(evaluator.TextOf(argument).Value);
            has = text is not null;
            value = has ? Evaluated.OfText(evaluator.Pool.Get(text!)) : default;
            memo.Store(argument, has, value);
        }

        return has;
    }

    /// <inheritdoc/>
    public override ShapedKey Under(PacketShape shape)
    {
        ShapedKey argument = _key.Under(shape);
        if (argument.Kind != ShapedKind.Constant)
        {
            return argument.Kind == ShapedKind.Null ? ShapedKey.Null : ShapedKey.Open;
        }

        string? text = _function(shape.Evaluator.TextOf(argument.Value).Value);
        return text is null ? ShapedKey.Null : ShapedKey.Constant(Evaluated.OfText(shape.Evaluator.Pool.Get(text)));
    }
}

/// <summary><c>concat:SEP:A:B...</c>: texts joined; null when an argument is.</summary>
internal sealed class ConcatNode : KeyNode
{
    private readonly byte[] _separator;
    private readonly KeyNode[] _arguments;

    /// <summary>Makes the node.</summary>
    public ConcatNode(byte[] separator, KeyNode[] arguments)
    {
        _separator = separator;
        _arguments = arguments;
    }

    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value)
    {
        value = default;
        Span<byte> joined = stackalloc byte[KeyValue.MaxTextLength];
        Span<byte> part = stackalloc byte[KeyValue.MaxTextLength];
        int length = 0;
        for (int i = 0; i < _arguments.Length; i++)
        {
            if (!evaluator.TryGet(_arguments[i], ref sample, out Evaluated argument))
            {
                return false;
            }

            length += Append(i > 0 ? _separator : [], joined[length..]);
            length += Append(part[..argument.Format(part)], joined[length..]);
        }

        value = Evaluated.OfText(evaluator.Pool.Get(joined[..length]));
        return true;
    }

    private static int Append(ReadOnlySpan<byte> bytes, Span<byte> target)
    {
        int length = Math.Min(bytes.Length, target.Length);
        bytes[..length].CopyTo(target);
        return length;
    }
}

/// <summary>A text that is always the same.</summary>
internal sealed class LiteralNode : KeyNode
{
    private readonly Evaluated _value;

    /// <summary>Makes the node.</summary>
    public LiteralNode(Evaluated value)
    {
        _value = value;
    }

    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value)
    {
        value = _value;
        return true;
    }

    /// <inheritdoc/>
    public override ShapedKey Under(PacketShape shape) => ShapedKey.Constant(_value);
}
