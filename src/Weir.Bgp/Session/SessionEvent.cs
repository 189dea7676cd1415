using Weir.Bgp.Messages;

namespace Weir.Bgp.Session;

/// <summary>One thing that happened (RFC 4271 section 8.1).</summary>
/// <param name="Kind">What.</param>
/// <param name="Slot">On which connection, where it happened on one.</param>
/// <param name="Error">Why, for faults.</param>
/// <param name="PeerRouterId">Identifier in the OPEN.</param>
/// <param name="PeerAs">AS in the OPEN.</param>
public readonly record struct SessionEvent(
    SessionEventKind Kind, ConnectionSlot Slot = ConnectionSlot.Incoming, BgpError Error = default, uint PeerRouterId = 0, uint PeerAs = 0);
