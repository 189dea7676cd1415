using System.Text.Json;
using Weir.Wire;

namespace Weir.Analytics.Topology;

/// <summary>A node as it was written.</summary>
/// <param name="Agent">Agent that reports for it; null when only its name tells.</param>
/// <param name="Dpid">OpenFlow datapath; null when unknown.</param>
/// <param name="Ports">Its ports with what was written about them.</param>
/// <param name="Json">Everything that was written, further attributes included.</param>
internal sealed record TopologyNode(NetworkAddress? Agent, string? Dpid, IReadOnlyDictionary<string, TopologyPort> Ports, JsonElement Json);
