using Weir.Export.Events;

namespace Weir.Export.Sinks.Syslog;

/// <summary>Sends events as syslog messages over UDP, TCP or TLS.</summary>
public sealed class SyslogSink : IEventSink
{
    private readonly SyslogFormatter _formatter;
    private readonly ISyslogChannel _channel;

    /// <summary>A sink.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="time">Clock for time-outs; its time zone is that of RFC 3164's times.</param>
    public SyslogSink(SyslogOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _formatter = new SyslogFormatter(options, time.LocalTimeZone);
        _channel = options.Transport == SyslogTransport.Udp ? new UdpChannel(options, time) : new StreamChannel(options, time);
    }

    /// <inheritdoc/>
    public SinkLimits Limits { get; } = new() { MaxItems = 500, MaxBytes = 1_000_000 };

    /// <inheritdoc/>
    public Task<SendResult> SendAsync(IReadOnlyList<WeirEvent> batch, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return _channel.SendAsync([.. batch.Select(_formatter.Format)], cancel);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _channel.DisposeAsync();
}
