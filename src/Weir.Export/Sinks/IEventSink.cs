using Weir.Export.Events;

namespace Weir.Export.Sinks;

/// <summary>A sink for events.</summary>
public interface IEventSink : ISink
{
    /// <summary>Sends a batch and waits for the receiver's word. Never throws for what a receiver or network does.</summary>
    /// <param name="batch">At least one event, in order of acceptance, within <see cref="ISink.Limits"/> as far as could be told beforehand.</param>
    /// <param name="cancel">Time is up, or Weir stops: what became of the batch is unknown and it is sent again.</param>
    Task<SendResult> SendAsync(IReadOnlyList<WeirEvent> batch, CancellationToken cancel);
}
