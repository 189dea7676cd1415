using System.Text.Json;
using Weir.Analytics;

namespace Weir.Scripting.Events;

/// <summary>Takes the events that scripts make with <c>emit()</c>.</summary>
public interface IEventService
{
    /// <summary>Takes an event; completes when it is on disk, or was before under the same id.</summary>
    /// <param name="service">Who says it: the app's name, or the script's without its ending.</param>
    /// <param name="said">What the script gave <c>emit</c>; read before this returns and not afterwards.</param>
    /// <param name="cancel">The script is gone; whether the event was accepted is then unknown.</param>
    /// <returns>The event's id.</returns>
    /// <exception cref="DefinitionException">Something in it is wrong; carries every problem, and nothing was accepted.</exception>
    /// <exception cref="IOException">The disk refuses or is behind; the event was not accepted.</exception>
    Task<string> EmitAsync(string service, JsonElement said, CancellationToken cancel);
}
