using Weir.Export.Events;

namespace Weir.Export.Delivery;

/// <summary>A dead letter as it is shown.</summary>
/// <param name="Sequence">The event's position in the spool; 0 when it was sent once more and refused again.</param>
/// <param name="Event">The event as it was accepted.</param>
/// <param name="Reason">Why it was given up, without secrets.</param>
/// <param name="TimeMs">When, in ms since the epoch.</param>
public sealed record ListedLetter(long Sequence, WeirEvent Event, string Reason, long TimeMs);
