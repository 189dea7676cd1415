using System.Runtime.InteropServices;
using System.Text.Json;
using Weir.Analytics;
using Weir.Export.Events;
using Weir.Export.Spool;

namespace Weir.Server.Composition.Export;

/// <summary>The way in for events that somebody waits for: checks them and waits for the disk. Safe from any thread.</summary>
internal sealed class EventIntake
{
    // Far below what the spool's queue takes, so that one large request does not fill it alone.
    private const int Together = 256;

    private readonly IEventSpool _spool;
    private readonly EventClock _clock;
    private readonly TimeProvider _time;

    /// <summary>Makes the way in.</summary>
    /// <param name="spool">Where events go.</param>
    /// <param name="clock">Gives events their times.</param>
    /// <param name="time">Clock of ids.</param>
    public EventIntake(IEventSpool spool, EventClock clock, TimeProvider time)
    {
        _spool = spool;
        _clock = clock;
        _time = time;
    }

    /// <summary>Reads one event.</summary>
    /// <exception cref="DefinitionException">Something is wrong; carries every problem.</exception>
    public WeirEvent Read(JsonElement said, string service, string kind)
    {
        List<Diagnostic> problems = [];
        return TryRead(said, service, kind, problems) ?? throw new DefinitionException(problems);
    }

    /// <summary>Reads events, all or none.</summary>
    /// <exception cref="DefinitionException">Something is wrong with one of them; carries every problem of each, with its place.</exception>
    public IReadOnlyList<WeirEvent> ReadAll(IReadOnlyList<JsonElement> said, string service, string kind)
    {
        List<WeirEvent> read = [];
        List<Diagnostic> problems = [];
        for (int i = 0; i < said.Count; i++)
        {
            List<Diagnostic> own = [];
            if (TryRead(said[i], service, kind, own) is { } item)
            {
                read.Add(item);
            }

            string place = said.Count == 1 ? "" : FormattableString.Invariant($"[{i}]");
            problems.AddRange(own.Select(p => p with { Path = place.Length == 0 || p.Path.Length == 0 ? place + p.Path : $"{place}.{p.Path}" }));
        }

        return problems.Count == 0 ? read : throw new DefinitionException(problems);
    }

    /// <summary>Stores events; completes when all of them are on disk.</summary>
    /// <returns>How many are new.</returns>
    /// <exception cref="IOException">Not all of them were stored.</exception>
    /// <exception cref="DefinitionException">One of them is larger than any event may be; those before it may be stored.</exception>
    public async Task<int> StoreAsync(IReadOnlyList<WeirEvent> items, CancellationToken cancel)
    {
        long before = _spool.Range.Last;
        HashSet<long> added = [];
        foreach (WeirEvent[] some in items.Chunk(Together))
        {
            long[] sequences = await Task.WhenAll(some.Select(item => AppendAsync(item, cancel)));
            added.UnionWith(sequences.Where(sequence => sequence > before));
        }

        return added.Count;
    }

    private async Task<long> AppendAsync(WeirEvent item, CancellationToken cancel)
    {
        try
        {
            return await _spool.AppendAsync(item, cancel);
        }
        catch (ArgumentException e)
        {
            // Texts that grow when they are written, for example of quotes, may pass the limit only now.
            throw new DefinitionException("", e.Message);
        }
    }

    private WeirEvent? TryRead(JsonElement said, string service, string kind, List<Diagnostic> problems)
    {
        if (said.ValueKind is JsonValueKind.Undefined)
        {
            problems.Add(new Diagnostic("", "expected an object"));
            return null;
        }

        EventDefaults defaults = new() { Clock = _clock, Time = _time, Service = service, Kind = kind };
        return EventJson.TryRead(JsonMarshal.GetRawUtf8Value(said), defaults, out WeirEvent? item, problems) ? item : null;
    }
}
