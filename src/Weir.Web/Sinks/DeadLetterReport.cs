using Weir.Web.Events;

namespace Weir.Web.Sinks;

/// <summary>An event that a sink gave up.</summary>
/// <param name="Reason">The receiver's words.</param>
/// <param name="At">When, in ms since the epoch.</param>
/// <param name="Event">The event.</param>
public sealed record DeadLetterReport(string Reason, long At, EventReport Event);
