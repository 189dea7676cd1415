using Weir.Analytics;
using Weir.Export.Sinks;

namespace Weir.Export.Delivery;

/// <summary>What became of a test of a sink.</summary>
/// <param name="Result">The receiver's word; null when no sink could be made of the definition.</param>
/// <param name="Problems">What is wrong with the definition.</param>
/// <param name="Item">Id of the test event, or name of the test point, to be looked for at the receiver.</param>
public sealed record SinkTestResult(SendResult? Result, IReadOnlyList<Diagnostic> Problems, string Item)
{
    /// <summary>True when the receiver took it.</summary>
    public bool Passed => Result?.Outcome == SendOutcome.Accepted;
}
