using System.Text.Json;

namespace Weir.Analytics.Topology;

/// <summary>A link between two ports of nodes, as it was written.</summary>
/// <param name="End1">First end.</param>
/// <param name="End2">Second end.</param>
/// <param name="Json">Everything that was written, further attributes included.</param>
internal sealed record TopologyLink(NodePort End1, NodePort End2, JsonElement Json);
