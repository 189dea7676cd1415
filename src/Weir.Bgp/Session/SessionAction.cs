using Weir.Bgp.Messages;

namespace Weir.Bgp.Session;

/// <summary>One thing to do (RFC 4271 section 8.2.2).</summary>
/// <param name="Kind">What.</param>
/// <param name="Slot">On which connection.</param>
/// <param name="Error">What to tell the neighbour or the log.</param>
public readonly record struct SessionAction(SessionActionKind Kind, ConnectionSlot Slot = ConnectionSlot.Incoming, BgpError Error = default);
