namespace Weir.Bgp.Messages;

/// <summary>What becomes of an UPDATE with errors, weakest first (RFC 7606 section 2).</summary>
public enum UpdateTreatment : byte
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>The attribute at fault is left out; the routes stand.</summary>
    AttributeDiscard,

    /// <summary>The routes it announces are handled as if withdrawn.</summary>
    TreatAsWithdraw,

    /// <summary>The session ends with a NOTIFICATION.</summary>
    SessionReset,
}
