namespace Weir.Export.Delivery;

/// <summary>Something about a sink that a person should know.</summary>
/// <param name="Sink">The sink's name.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Reason">Why, without secrets.</param>
/// <param name="Waiting">Events that wait, about.</param>
public sealed record SinkNotice(string Sink, SinkNoticeKind Kind, string Reason, long Waiting);
