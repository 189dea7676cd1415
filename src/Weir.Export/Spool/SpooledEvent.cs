using Weir.Export.Events;

namespace Weir.Export.Spool;

/// <summary>An event as it lies in the spool.</summary>
/// <param name="Sequence">Position: 1, 2, 3, ... in order of acceptance; never used twice.</param>
/// <param name="Event">The event.</param>
/// <param name="Bytes">Its JSON in the spool, in bytes.</param>
public readonly record struct SpooledEvent(long Sequence, WeirEvent Event, int Bytes);
