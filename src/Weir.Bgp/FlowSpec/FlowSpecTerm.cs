namespace Weir.Bgp.FlowSpec;

/// <summary>
/// One operator and value of a component (RFC 8955 section 4.2.1).
/// <code>
/// numeric: e a len len 0 lt gt eq     bit mask: e a len len 0 0 not m
/// </code>
/// </summary>
/// <param name="And">Joined to the term before by AND; else by OR. False for the first.</param>
/// <param name="Operator">The low three bits: lt 4, gt 2, eq 1, or not 2, m 1.</param>
/// <param name="Value">What is compared with.</param>
public readonly record struct FlowSpecTerm(bool And, byte Operator, ulong Value)
{
    /// <summary>eq bit of a numeric operator.</summary>
    public const byte Equal = 1;

    /// <summary>gt bit of a numeric operator.</summary>
    public const byte Greater = 2;

    /// <summary>lt bit of a numeric operator.</summary>
    public const byte Less = 4;

    /// <summary>m bit of a bit mask operator: all bits of the value are set; without it, any.</summary>
    public const byte MatchAll = 1;

    /// <summary>not bit of a bit mask operator.</summary>
    public const byte Not = 2;
}
