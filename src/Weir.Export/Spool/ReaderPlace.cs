namespace Weir.Export.Spool;

/// <summary>What is kept of a reader.</summary>
/// <param name="Committed">The last sequence that is done with.</param>
/// <param name="Lost">Events it never saw.</param>
/// <param name="LostThrough">Up to where lost events are counted, so that reading again does not count them twice.</param>
internal readonly record struct ReaderPlace(long Committed, long Lost, long LostThrough);
