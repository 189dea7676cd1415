namespace Weir.Load;

/// <summary>When an event came, in ms since the epoch.</summary>
/// <param name="HandlerMs">The script's handler ran.</param>
/// <param name="ReceiverMs">The handler's request was here.</param>
internal sealed record Arrival(double HandlerMs, double ReceiverMs);
