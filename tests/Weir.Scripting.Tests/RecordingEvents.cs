using System.Collections.Concurrent;
using System.Text.Json;
using Weir.Analytics;
using Weir.Scripting.Events;

namespace Weir.Scripting.Tests;

/// <summary>Takes events; what becomes of one is what its kind says.</summary>
internal sealed class RecordingEvents : IEventService
{
    private readonly ConcurrentQueue<(string Service, string Json)> _said = [];
    private readonly TaskCompletionSource _disk = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<(string Service, string Json)> Said => [.. _said];

    /// <summary>Lets events of kind <c>slow</c> reach the disk.</summary>
    public void Release() => _disk.TrySetResult();

    public async Task<string> EmitAsync(string service, JsonElement said, CancellationToken cancel)
    {
        _said.Enqueue((service, said.ValueKind == JsonValueKind.Undefined ? "" : said.GetRawText()));
        string? kind = said.ValueKind == JsonValueKind.Object && said.TryGetProperty("kind", out JsonElement value) ? value.GetString() : null;
        switch (kind)
        {
            case null:
                throw new DefinitionException([new Diagnostic("kind", "is missing"), new Diagnostic("message", "is missing")]);
            case "full":
                throw new IOException("no space left on device");
            case "slow":
                await _disk.Task.WaitAsync(cancel);
                break;
        }

        return $"id-of-{kind}";
    }
}
