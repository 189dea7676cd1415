using Weir.Analytics.Flows.Plans;

namespace Weir.Analytics.Flows.Tables;

/// <summary>A flow copied out of its table. What has no fixed length lies in the <see cref="FlowRows"/> it belongs to. 64 bytes.</summary>
/// <param name="Plan">Knows how to read the key.</param>
/// <param name="Source">Whose flow it is.</param>
/// <param name="Value">Rate per second, or what the definition measures.</param>
/// <param name="Variance">Variance of <paramref name="Value"/> that comes from sampling; not a number when it is no rate.</param>
/// <param name="LastUs">Engine time of the last sample, in microseconds.</param>
/// <param name="Words">Place of the key's words.</param>
/// <param name="Texts">Place of the key's texts; negative when the table has none.</param>
/// <param name="Values">Place of the extra values.</param>
/// <param name="ValueCount">Number of extra values.</param>
internal readonly record struct FlowRow(
    FlowPlan Plan, FlowSource Source, double Value, double Variance, long LastUs, int Words, int Texts, int Values, int ValueCount);
