namespace Weir.Export.Events;

/// <summary>What is put in where somebody who hands in an event leaves something out.</summary>
public sealed record EventDefaults
{
    /// <summary>Clock for events without a time.</summary>
    public required EventClock Clock { get; init; }

    /// <summary>Clock for ids of events without one.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Name of the script or client.</summary>
    public required string Service { get; init; }

    /// <summary>Kind.</summary>
    public string Kind { get; init; } = EventKinds.ScriptMade;
}
