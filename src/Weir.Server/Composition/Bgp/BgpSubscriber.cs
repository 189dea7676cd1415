namespace Weir.Server.Composition.Bgp;

/// <summary>A script that named a neighbour.</summary>
/// <param name="Script">The script's id.</param>
/// <param name="Router">The router exactly as the script wrote it.</param>
/// <param name="StateChanged">Told when the session comes or goes.</param>
internal sealed record BgpSubscriber(string Script, string Router, Action<string, bool> StateChanged);
