namespace Weir.Export.Sinks.Syslog;

/// <summary>Carries syslog messages. Used by one caller at a time.</summary>
internal interface ISyslogChannel : IAsyncDisposable
{
    /// <summary>Sends messages and waits for what can be known of their arrival. Throws nothing but for <paramref name="cancel"/>.</summary>
    Task<SendResult> SendAsync(IReadOnlyList<byte[]> messages, CancellationToken cancel);
}
