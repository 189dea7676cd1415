using Weir.Export.Http;
using Weir.Export.Settings;
using Weir.Export.Sinks.Syslog;

namespace Weir.Export.Sinks.Loggly;

/// <summary>Loggly, over HTTP in bulk, over HTTP one by one, or over syslog under TLS.</summary>
public sealed class LogglySinkType : ISinkType
{
    private const int LogglyNumber = 41_058; // Loggly's private enterprise number.

    /// <inheritdoc/>
    public string Name => "loggly";

    /// <inheritdoc/>
    public string Summary => "Loggly: flat JSON over HTTP in bulk, or syslog under TLS";

    /// <inheritdoc/>
    public IReadOnlyList<string> Triggers { get; } = ["token"];

    /// <inheritdoc/>
    public ISink Create(SinkSettings settings, SinkContext context)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(context);
        string mode = settings.Text("mode", "bulk");
        if (mode is not ("bulk" or "single" or "syslog"))
        {
            settings.Refuse("mode", $"'{mode}': expected bulk, single or syslog");
        }

        return mode == "syslog"
            ? new SyslogSink(ReadSyslog(settings, context), context.Time)
            : new LogglySink(LogglyOptions.Read(settings, mode == "single"), HttpSender.Create(settings, context));
    }

    private static SyslogOptions ReadSyslog(SinkSettings settings, SinkContext context)
    {
        string token = LogglyOptions.ReadToken(settings);
        IEnumerable<string> tags = LogglyOptions.ReadTags(settings).Select(tag => $" tag=\"{tag}\"");
        return new SyslogOptions
        {
            Host = settings.Text("host", "logs-01.loggly.com"),
            Port = settings.Number("port", 6_514, 1, ushort.MaxValue),
            Transport = SyslogTransport.Tls,
            LineFeeds = true,
            Body = SyslogBody.Json,
            HostName = context.HostName,
            FixedElement = $"[{token}@{LogglyNumber}{string.Concat(tags)}]",
            MaxBytes = 1_000_000,
            Tls = TlsSettings.Read(settings.Section("tls")),
            Timeout = settings.Timeout("timeout", TimeSpan.FromSeconds(30)),
            ConnectTimeout = settings.Timeout("connect_timeout", TimeSpan.FromSeconds(5)),
        };
    }
}
