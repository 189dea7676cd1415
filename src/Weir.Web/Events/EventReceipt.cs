namespace Weir.Web.Events;

/// <summary>What became of posted events: all are on disk.</summary>
/// <param name="Ids">Their ids, in the order in which they were posted.</param>
/// <param name="Accepted">How many of them are new; the others were there under the same id.</param>
public sealed record EventReceipt(IReadOnlyList<string> Ids, int Accepted);
