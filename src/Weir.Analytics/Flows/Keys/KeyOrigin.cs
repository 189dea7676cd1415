using Weir.Wire.Packets;

namespace Weir.Analytics.Flows.Keys;

/// <summary>Where in a sample a key can be found: a packet header, flow records, or (neither) every sample.</summary>
/// <param name="Kind">Packet header.</param>
/// <param name="Tags">Record formats.</param>
internal readonly record struct KeyOrigin(LayerKind Kind, params uint[] Tags);
