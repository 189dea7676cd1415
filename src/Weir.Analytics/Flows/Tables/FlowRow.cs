using Weir.Analytics.Flows.Plans;

namespace Weir.Analytics.Flows.Tables;

/// <summary>A flow copied out of its table, its key still binary.</summary>
internal sealed class FlowRow
{
    private string? _key;

    /// <summary>Knows how to read the words.</summary>
    public required FlowPlan Plan { get; init; }

    /// <summary>Whose flow it is.</summary>
    public required FlowSource Source { get; init; }

    /// <summary>Words of the key.</summary>
    public required ulong[] Words { get; init; }

    /// <summary>Texts of the key.</summary>
    public required PooledText?[] Texts { get; init; }

    /// <summary>Rate per second, or what the definition measures.</summary>
    public required double Value { get; init; }

    /// <summary>Extra values; null when the definition has none.</summary>
    public required double[]? Values { get; init; }

    /// <summary>Variance of <see cref="Value"/> that comes from sampling; not a number when it is no rate.</summary>
    public required double Variance { get; init; }

    /// <summary>Engine time of the last sample, in microseconds.</summary>
    public required long LastUs { get; init; }

    /// <summary>The key as text, made when somebody looks.</summary>
    public string Key => _key ??= Plan.FormatKey(Words, Texts);
}
