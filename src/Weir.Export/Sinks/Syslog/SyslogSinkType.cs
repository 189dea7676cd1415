using Weir.Export.Settings;

namespace Weir.Export.Sinks.Syslog;

/// <summary>Syslog receivers: rsyslog, syslog-ng, Splunk, Graylog, Logstash, Alloy.</summary>
public sealed class SyslogSinkType : ISinkType
{
    /// <inheritdoc/>
    public string Name => "syslog";

    /// <inheritdoc/>
    public string Summary => "syslog over UDP, TCP or TLS, RFC 5424 or RFC 3164";

    /// <inheritdoc/>
    public IReadOnlyList<string> Triggers { get; } = ["host"];

    /// <inheritdoc/>
    public ISink Create(SinkSettings settings, SinkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new SyslogSink(SyslogOptions.Read(settings, context.HostName), context.Time);
    }
}
