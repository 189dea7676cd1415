using System.Net;

namespace Weir.Ingest.Udp;

/// <summary>Settings of the UDP receiver.</summary>
public sealed class UdpReceiverOptions
{
    /// <summary>UDP port of sFlow (IANA).</summary>
    public const int DefaultPort = 6343;

    /// <summary>Port to listen on (property <c>sflow.port</c>); 0 takes a free one. Default 6343.</summary>
    public int Port { get; set; } = DefaultPort;

    /// <summary>Local address to listen on; null means every address, IPv4 and IPv6. Default null.</summary>
    public IPAddress? Address { get; set; }

    /// <summary>Wanted socket buffer in bytes (property <c>sflow.rcvbuf</c>). Default 8 MiB: 80 ms of 100,000 datagrams/s of 1 kB.</summary>
    public int ReceiveBufferBytes { get; set; } = 8 << 20;

    /// <summary>UDP sources that are listened to (property <c>weir.sflow.allow</c>); datagrams of others are counted and dropped. Default: all.</summary>
    public SourceFilter Allowed { get; set; } = SourceFilter.Any;

    /// <summary>Uses the portable receive call where a faster one exists. Default false; for tests and for comparing.</summary>
    public bool Portable { get; set; }
}
