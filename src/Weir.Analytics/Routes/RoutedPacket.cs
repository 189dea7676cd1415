using Weir.Wire;

namespace Weir.Analytics.Routes;

/// <summary>What a routing table needs to know of a sampled packet.</summary>
/// <param name="Source">Source of the outermost IP packet.</param>
/// <param name="Destination">Its destination.</param>
/// <param name="SourceMac">Source MAC address of the frame, in the lower 48 bits; 0 where the sample has none.</param>
/// <param name="DestinationMac">Its destination MAC address.</param>
public readonly record struct RoutedPacket(NetworkAddress Source, NetworkAddress Destination, ulong SourceMac, ulong DestinationMac);
