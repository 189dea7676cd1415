namespace Weir.Export.Events;

/// <summary>A named value of an event.</summary>
/// <param name="Name">Name, unique within the event.</param>
/// <param name="Value">Value.</param>
public readonly record struct EventField(string Name, FieldValue Value);
