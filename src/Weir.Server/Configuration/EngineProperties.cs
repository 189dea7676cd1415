using System.Net;
using Weir.Analytics;
using Weir.Ingest;
using Weir.Ingest.Udp;

namespace Weir.Server.Configuration;

/// <summary>Turns properties into the options of the engine and of the receiver.</summary>
public static class EngineProperties
{
    /// <summary>Options of the engine.</summary>
    /// <param name="properties">System properties.</param>
    /// <param name="replay">True when a capture is played instead of listening.</param>
    /// <exception cref="PropertyException">A value is wrong.</exception>
    public static AnalyticsOptions Analytics(PropertySet properties, bool replay)
    {
        ArgumentNullException.ThrowIfNull(properties);
        return new AnalyticsOptions
        {
            // One shard keeps a replay deterministic: events and records get their numbers in the capture's order.
            Shards = replay ? 1 : properties.Number("weir.shards", 1, 1, 64),
            FlowTableCapacity = properties.Number("weir.flows.capacity", 16_384, 64, 16_777_216),
            DistinctBytes = properties.Number("weir.flows.distinctbytes", 64 << 20, 0, 1 << 30),
            MaxAgents = properties.Number("weir.agents.max", 16_384, 1, 1_000_000),
            MaxDataSourcesPerAgent = properties.Number("weir.datasources.max", 8_192, 1, 1_000_000),
            EventsMax = properties.Number("events.max", 1_000, 1, 10_000_000),
            FlowRecordsMax = properties.Number("flows.max", 1_000, 1, 10_000_000),
            DispatchQueueCapacity = properties.Number("weir.dispatch.max", 65_536, 64, 16_777_216),
            SFlowPort = properties.Number("sflow.port", UdpReceiverOptions.DefaultPort, 0, 65535),
            ReplayClock = replay,
        };
    }

    /// <summary>Options of the UDP receiver.</summary>
    /// <exception cref="PropertyException">A value is wrong.</exception>
    public static UdpReceiverOptions Receiver(PropertySet properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        string? address = properties.TextOrNull("sflow.address");
        IPAddress? parsed = null;
        if (address is not null && !IPAddress.TryParse(address, out parsed))
        {
            throw new PropertyException($"property sflow.address={address}: expected an IP address");
        }

        return new UdpReceiverOptions
        {
            Port = properties.Number("sflow.port", UdpReceiverOptions.DefaultPort, 0, 65535),
            Address = parsed,
            ReceiveBufferBytes = ReceiveBuffer(properties),
            Allowed = Allowed(properties),
        };
    }

    private static int ReceiveBuffer(PropertySet properties)
    {
        // The older name counts buffers of 2048 bytes.
        int packets = properties.Number("sflow.rcvpktsbuffer", 0, 0, 500_000);
        return properties.Number("weir.sflow.rcvbuf", packets > 0 ? packets * 2048 : 8 << 20, 4_096, 1 << 30);
    }

    private static SourceFilter Allowed(PropertySet properties)
    {
        try
        {
            return SourceFilter.Parse(properties.Text("weir.sflow.allow", ""));
        }
        catch (IngestException e)
        {
            throw new PropertyException($"property weir.sflow.allow: {e.Message}");
        }
    }
}
