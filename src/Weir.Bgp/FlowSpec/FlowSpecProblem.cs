namespace Weir.Bgp.FlowSpec;

/// <summary>What is wrong, or odd, about a rule a person wrote (RFC 8955 section 4.2).</summary>
/// <param name="Path">Where: <c>match.source-port</c>, <c>then.traffic-rate</c>.</param>
/// <param name="Message">What, and what would be right.</param>
/// <param name="IsError">True refuses the rule; false is advice.</param>
public readonly record struct FlowSpecProblem(string Path, string Message, bool IsError)
{
    /// <summary>Path, colon, message.</summary>
    public override string ToString() => $"{Path}: {Message}";
}
