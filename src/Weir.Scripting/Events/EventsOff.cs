using System.Text.Json;
using Microsoft.Extensions.Logging;
using Weir.Scripting.Hosting;

namespace Weir.Scripting.Events;

/// <summary>Stands in where events are not kept: gives ids, so that scripts run as ever, and the first call says so in the log.</summary>
public sealed class EventsOff : IEventService
{
    private readonly ILogger _logger;
    private int _told;

    /// <summary>Makes the stand-in.</summary>
    public EventsOff(ILogger logger)
    {
        _logger = logger;
    }

    /// <inheritdoc/>
    public Task<string> EmitAsync(string service, JsonElement said, CancellationToken cancel)
    {
        if (Interlocked.Exchange(ref _told, 1) == 0)
        {
            _logger.EventsAreOff();
        }

        return Task.FromResult(said.ValueKind == JsonValueKind.Object && said.TryGetProperty("id", out JsonElement id) && id.ValueKind == JsonValueKind.String
            ? id.GetString()!
            : Guid.CreateVersion7().ToString("N"));
    }
}
