namespace Weir.Analytics.Routes;

/// <summary>
/// What a routing table says about a packet, for agents that send no extended_gateway themselves. Called on the sample path of every
/// shard at once: implementations allocate nothing there and wait for nothing.
/// </summary>
public interface IRouteSource
{
    /// <summary>Bytes that always suffice for a record's body: longer paths and lists of communities are cut.</summary>
    const int MaxBodyLength = 4096;

    /// <summary>Whether <see cref="Observe"/> wants every sample.</summary>
    bool IsObserving { get; }

    /// <summary>Writes the body of an extended_gateway record (sFlow v5, 0:1003).</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="body">At least <see cref="MaxBodyLength"/> bytes.</param>
    /// <param name="length">Bytes written, when true.</param>
    /// <returns>False when the table knows neither address.</returns>
    bool TryWriteGateway(in RoutedPacket packet, Span<byte> body, out int length);

    /// <summary>Counts a sample on the prefixes that routed it.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="frames">Packets the sample stands for.</param>
    /// <param name="bytes">Bytes the sample stands for.</param>
    /// <param name="timeUs">Engine time in microseconds.</param>
    void Observe(in RoutedPacket packet, double frames, double bytes, long timeUs);
}
