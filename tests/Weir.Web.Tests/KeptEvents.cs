using System.Text.Json;
using Weir.Analytics;
using Weir.Web.Events;

namespace Weir.Web.Tests;

/// <summary>Events kept in a list; refuses those without a kind, and all of them while the disk is full.</summary>
internal sealed class KeptEvents : IEventGateway
{
    private readonly Lock _gate = new();
    private readonly List<EventReport> _events = [];
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsFull { get; set; }

    public EventQuery? LastQuery { get; private set; }

    public int Waiting { get; private set; }

    public Task<EventReceipt> PostAsync(IReadOnlyList<JsonElement> items, CancellationToken cancel)
    {
        Diagnostic[] problems = [.. items.Index().Where(i => Text(i.Item, "kind") is null).Select(i => new Diagnostic(FormattableString.Invariant($"[{i.Index}].kind"), "is missing"))];
        if (problems.Length > 0)
        {
            throw new DefinitionException(problems);
        }

        if (IsFull)
        {
            throw new IOException("no space left on device");
        }

        int added = items.Count(i => Add(Text(i, "id") ?? Text(i, "kind")!, Text(i, "kind")!));
        return Task.FromResult(new EventReceipt([.. items.Select(i => Text(i, "id") ?? Text(i, "kind")!)], added));
    }

    public bool Add(string id, string kind, string list = "[1,2]")
    {
        lock (_gate)
        {
            if (_events.Exists(e => e.Id == id))
            {
                return false;
            }

            _events.Add(new EventReport
            {
                Sequence = _events.Count + 1,
                Id = id,
                Kind = kind,
                Timestamp = "2026-11-22T03:00:00.000000000Z",
                Severity = "info",
                Service = "test",
                Subject = "",
                Message = "m",
                Fields = new Dictionary<string, object?> { ["n"] = 5L, ["list"] = JsonSerializer.Deserialize<JsonElement>(list) },
            });
            _arrival.SetResult();
            _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
    }

    public EventPage Read(EventQuery query)
    {
        lock (_gate)
        {
            LastQuery = query;
            EventReport[] found = [.. _events.Where(e => e.Sequence > (query.Since ?? 0) && (query.Kinds.Count == 0 || query.Kinds.Contains(e.Kind))).Take(query.Limit)];
            return new EventPage(found, found.Length > 0 ? found[^1].Sequence : _events.Count, _events.Count > 0 ? 1 : 0, _events.Count);
        }
    }

    public async Task WaitAsync(long after, TimeSpan timeout, CancellationToken cancel)
    {
        Task arrival;
        lock (_gate)
        {
            arrival = _events.Count > after ? Task.CompletedTask : _arrival.Task;
            Waiting++;
        }

        await Task.WhenAny(arrival, Task.Delay(timeout, cancel));
    }

    private static string? Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
