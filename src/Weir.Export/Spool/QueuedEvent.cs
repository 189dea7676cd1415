using Weir.Export.Events;

namespace Weir.Export.Spool;

/// <summary>An event on its way to the disk.</summary>
/// <param name="Item">The event.</param>
/// <param name="Size">Its memory, estimated, in bytes.</param>
/// <param name="Waiter">Who waits for it to be on disk; null when nobody does.</param>
internal readonly record struct QueuedEvent(WeirEvent Item, int Size, TaskCompletionSource<long>? Waiter)
{
    private const int EventOverhead = 160;
    private const int FieldOverhead = 48;

    /// <summary>The memory of an event, estimated; more than <see cref="int.MaxValue"/> is that.</summary>
    /// <param name="item">Event.</param>
    /// <param name="characters">Characters of its texts: its JSON has at least as many bytes.</param>
    public static int Estimate(WeirEvent item, out long characters)
    {
        characters = Length(item.Id) + Length(item.Kind) + Length(item.Service) + Length(item.Subject) + Length(item.Message);
        IReadOnlyList<EventField> fields = item.Fields ?? [];
        int count = fields.Count;
        for (int i = 0; i < count; i++)
        {
            EventField field = fields[i];
            characters += Length(field.Name) + field.Value.TextLength;
        }

        return (int)Math.Min(int.MaxValue, EventOverhead + ((long)count * FieldOverhead) + (characters * sizeof(char)));
    }

    private static long Length(string? text) => text?.Length ?? 0;
}
