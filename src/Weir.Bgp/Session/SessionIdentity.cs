namespace Weir.Bgp.Session;

/// <summary>What the state machine needs to know of this speaker (RFC 4271 section 6.8, RFC 6286 section 2.3).</summary>
/// <param name="RouterId">Own BGP identifier.</param>
/// <param name="LocalAs">Own AS.</param>
/// <param name="Passive">Whether it never dials.</param>
public readonly record struct SessionIdentity(uint RouterId, uint LocalAs, bool Passive);
