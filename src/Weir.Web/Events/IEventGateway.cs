using System.Text.Json;
using Weir.Analytics;

namespace Weir.Web.Events;

/// <summary>Events as the HTTP side takes them and reads them back. Safe from any thread.</summary>
public interface IEventGateway
{
    /// <summary>Takes events, all or none; completes when they are on disk.</summary>
    /// <param name="items">The events as posted; read before this returns and not afterwards.</param>
    /// <param name="cancel">The client is gone; whether they were accepted is then unknown.</param>
    /// <exception cref="DefinitionException">Something in them is wrong; carries every problem of every event, and nothing was accepted.</exception>
    /// <exception cref="IOException">The disk refuses or is behind; posting the same again, ids given, is safe.</exception>
    Task<EventReceipt> PostAsync(IReadOnlyList<JsonElement> items, CancellationToken cancel);

    /// <summary>Events that are kept.</summary>
    /// <exception cref="DefinitionException">The query names a severity that there is not.</exception>
    EventPage Read(EventQuery query);

    /// <summary>Completes when there is an event behind that sequence, or after the timeout.</summary>
    Task WaitAsync(long after, TimeSpan timeout, CancellationToken cancel);
}
