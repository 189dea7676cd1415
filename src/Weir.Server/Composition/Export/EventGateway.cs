using System.Text.Json;
using Weir.Export.Events;
using Weir.Export.Spool;
using Weir.Web.Events;

namespace Weir.Server.Composition.Export;

/// <summary>Lets the web part take events and read them back.</summary>
/// <param name="intake">Checks and stores them.</param>
/// <param name="spool">Where they lie.</param>
/// <param name="time">Clock of waiting.</param>
internal sealed class EventGateway(EventIntake intake, IEventSpool spool, TimeProvider time) : IEventGateway
{
    private const string Service = "rest";
    private const string Kind = "external";
    private const int Window = 500;

    // One request looks at so many events and answers so many bytes at most; the client goes on with what is next.
    private const int MaxLooked = 20_000;
    private const int MaxBytes = 16 << 20;

    /// <inheritdoc/>
    public async Task<EventReceipt> PostAsync(IReadOnlyList<JsonElement> items, CancellationToken cancel)
    {
        IReadOnlyList<WeirEvent> events = intake.ReadAll(items, Service, Kind);
        int added = await intake.StoreAsync(events, cancel);
        return new EventReceipt([.. events.Select(item => item.Id)], added);
    }

    /// <inheritdoc/>
    public EventPage Read(EventQuery query)
    {
        EventMatch match = new(query);
        (long first, long last) = spool.Range;
        return query.Since is { } since
            ? Forward(Math.Max(since + 1, first), Math.Min(since, last), first, last, query.Limit, match)
            : Newest(first, last, query.Limit, match);
    }

    /// <inheritdoc/>
    public async Task WaitAsync(long after, TimeSpan timeout, CancellationToken cancel)
    {
        long began = time.GetTimestamp();
        while (spool.Published is { IsCompleted: false } published && spool.Range.Last <= after && timeout - time.GetElapsedTime(began) is { Ticks: > 0 } left)
        {
            try
            {
                await published.WaitAsync(left, time, cancel);
            }
            catch (TimeoutException)
            {
                return;
            }
        }
    }

    /// <summary>An event as REST shows it.</summary>
    internal static EventReport Show(SpooledEvent spooled) => Show(spooled.Sequence, spooled.Event);

    /// <summary>An event as REST shows it.</summary>
    internal static EventReport Show(long sequence, WeirEvent item) => new()
    {
        Sequence = sequence,
        Id = item.Id,
        Timestamp = EventTime.Format(item.TimeNs),
        Severity = SeverityNames.Name(item.Severity),
        Kind = item.Kind,
        Service = item.Service,
        Subject = item.Subject,
        Message = item.Message,
        Fields = item.Fields.ToDictionary(field => field.Name, field => Value(field.Value)),
    };

    private EventPage Forward(long from, long known, long first, long last, int limit, EventMatch match)
    {
        List<EventReport> found = [];
        long next = known;
        long bytes = 0;
        int looked = 0;
        foreach (SpooledEvent item in Between(from, last))
        {
            if (found.Count >= limit || bytes > MaxBytes || looked++ >= MaxLooked)
            {
                break;
            }

            next = item.Sequence;
            if (match.Wants(item.Event))
            {
                found.Add(Show(item));
                bytes += item.Bytes;
            }
        }

        return new EventPage(found, next, first, last);
    }

    private EventPage Newest(long first, long last, int limit, EventMatch match)
    {
        List<EventReport> found = [];
        long bytes = 0;
        long high = last;
        for (int looked = 0; high >= Math.Max(1, first) && found.Count < limit && bytes <= MaxBytes && looked < MaxLooked; looked += Window)
        {
            long low = Math.Max(Math.Max(1, first), high - Window + 1);
            SpooledEvent[] some = [.. Between(low, high).Where(item => match.Wants(item.Event))];
            bytes += some.Sum(item => (long)item.Bytes);
            found.InsertRange(0, some.TakeLast(limit - found.Count).Select(Show));
            high = low - 1;
        }

        return new EventPage(found, last, first, last);
    }

    private IEnumerable<SpooledEvent> Between(long low, long high)
    {
        while (low <= high && spool.Peek(low, (int)Math.Min(Window, high - low + 1)) is { Count: > 0 } some)
        {
            foreach (SpooledEvent item in some)
            {
                if (item.Sequence > high)
                {
                    yield break;
                }

                yield return item;
            }

            low = some[^1].Sequence + 1;
        }
    }

    private static object? Value(FieldValue value) => value.Kind switch
    {
        FieldKind.Text => value.ToString(),
        FieldKind.Integer => value.Integer,
        FieldKind.Number => value.Number,
        FieldKind.Boolean => value.Boolean,
        FieldKind.Json => JsonSerializer.Deserialize<JsonElement>(value.ToString()),
        _ => null,
    };
}
