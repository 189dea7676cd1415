using Weir.Export.Events;

namespace Weir.Export.Delivery;

/// <summary>One event on its way to one sink.</summary>
/// <param name="Sequence">Its position in the spool; 0 for a dead letter that is sent once more.</param>
/// <param name="Original">As accepted.</param>
/// <param name="Mapped">As the sink gets it.</param>
/// <param name="Bytes">Size in the spool.</param>
internal sealed record SinkEntry(long Sequence, WeirEvent Original, WeirEvent Mapped, int Bytes);
