using Weir.Analytics;
using Weir.Scripting.Events;

namespace Weir.Scripting.Calls;

/// <summary>Events that a script makes.</summary>
/// <param name="events">Takes them.</param>
/// <param name="service">What the events call their maker.</param>
internal sealed class EventCalls(IEventService events, string service)
{
    public void AddTo(CallTable table) => table.AddLater("emit", EmitAsync);

    private async Task<object?> EmitAsync(CallArguments arguments, CancellationToken cancel)
    {
        try
        {
            return await events.EmitAsync(service, arguments[0], cancel);
        }
        catch (DefinitionException e)
        {
            throw new CallException($"emit: {e.Message}");
        }
        catch (IOException e)
        {
            throw new CallException($"emit: the event was not stored: {e.Message}");
        }
    }
}
