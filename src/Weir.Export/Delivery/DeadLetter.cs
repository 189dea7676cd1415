namespace Weir.Export.Delivery;

/// <summary>An event that is given up.</summary>
/// <param name="Entry">The event.</param>
/// <param name="Reason">Why, without secrets.</param>
internal readonly record struct DeadLetter(SinkEntry Entry, string Reason);
