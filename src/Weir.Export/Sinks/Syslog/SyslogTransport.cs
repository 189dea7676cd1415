namespace Weir.Export.Sinks.Syslog;

/// <summary>How syslog messages travel.</summary>
public enum SyslogTransport
{
    /// <summary>One datagram a message (RFC 5426). Nobody knows what arrives.</summary>
    Udp,

    /// <summary>A connection (RFC 6587).</summary>
    Tcp,

    /// <summary>A connection under TLS (RFC 5425).</summary>
    Tls,
}
