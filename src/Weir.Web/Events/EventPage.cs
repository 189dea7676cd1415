namespace Weir.Web.Events;

/// <summary>Events that were asked for.</summary>
/// <param name="Events">The events, oldest first.</param>
/// <param name="Next">Give this as <c>since</c> to go on behind what was looked at.</param>
/// <param name="First">Sequence of the oldest event kept; 0 when there is none.</param>
/// <param name="Last">Sequence of the newest event kept; 0 when there was none yet.</param>
public sealed record EventPage(IReadOnlyList<EventReport> Events, long Next, long First, long Last);
