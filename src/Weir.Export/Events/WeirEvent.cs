namespace Weir.Export.Events;

/// <summary>One thing that happened, in the form every sink gets it. Immutable.</summary>
/// <remarks>
/// Schema version 1, published as <c>docs/events.schema.json</c>. The same <see cref="Id"/> means the same event, wherever it is seen:
/// it is what makes a second delivery visible as one. Events of one <see cref="Stream"/> reach a sink in the order in which they were accepted.
/// </remarks>
public sealed record WeirEvent
{
    /// <summary>Version of the schema.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Longest id, in characters.</summary>
    public const int MaxIdLength = 128;

    /// <summary>Stable and unique: 1 to <see cref="MaxIdLength"/> printable ASCII characters without blanks.</summary>
    public required string Id { get; init; }

    /// <summary>When it happened, in ns since the epoch. Events that Weir makes have strictly increasing times.</summary>
    public required long TimeNs { get; init; }

    /// <summary>How much it matters.</summary>
    public EventSeverity Severity { get; init; } = EventSeverity.Info;

    /// <summary>What sort of event: one of <see cref="EventKinds"/> or a script's own word.</summary>
    public required string Kind { get; init; }

    /// <summary>Who says it: <c>weir</c>, or the name of the app or script that emitted it.</summary>
    public string Service { get; init; } = "weir";

    /// <summary>What it is about: a victim's address, a threshold's flow, a sink. Empty when nothing in particular.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The line a person reads.</summary>
    public required string Message { get; init; }

    /// <summary>Everything else, in the order in which it was given; names are unique.</summary>
    public IReadOnlyList<EventField> Fields { get; init; } = [];

    /// <summary>Events with the same stream keep their order.</summary>
    public string Stream => Service + "/" + Kind + "/" + Subject;

    /// <summary>A field's value, or null when there is none of that name.</summary>
    public FieldValue? Field(string name)
    {
        foreach (EventField field in Fields)
        {
            if (field.Name == name)
            {
                return field.Value;
            }
        }

        return null;
    }
}
