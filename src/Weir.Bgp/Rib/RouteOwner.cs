namespace Weir.Bgp.Rib;

/// <summary>Who wants a route: a reason that can end on its own (the counting that RFC 4271 section 9.2 leaves to the speaker).</summary>
/// <param name="Name">The owner's name, such as an incident's id or a script's path.</param>
/// <param name="EndsWithSession">Whether its wish ends when the session does, as sFlow-RT's scripts expect.</param>
public readonly record struct RouteOwner(string Name, bool EndsWithSession = false);
