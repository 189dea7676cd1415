using System.Text.Json;
using Weir.Export.Events;
using Weir.Scripting.Events;

namespace Weir.Server.Composition.Export;

/// <summary>Lets scripts make events.</summary>
/// <param name="intake">Checks and stores them.</param>
/// <param name="isKept">False in a replay that keeps no events: they are checked, so that a script is tried as a whole, and go nowhere.</param>
internal sealed class ScriptEvents(EventIntake intake, bool isKept) : IEventService
{
    /// <inheritdoc/>
    public Task<string> EmitAsync(string service, JsonElement said, CancellationToken cancel)
    {
        WeirEvent item = intake.Read(said, service, EventKinds.ScriptMade);
        return isKept ? StoreAsync(item, cancel) : Task.FromResult(item.Id);
    }

    private async Task<string> StoreAsync(WeirEvent item, CancellationToken cancel)
    {
        await intake.StoreAsync([item], cancel);
        return item.Id;
    }
}
