using Weir.Export.Http;
using Weir.Export.Settings;

namespace Weir.Export.Sinks.Splunk;

/// <summary>Splunk's HTTP Event Collector.</summary>
public sealed class SplunkSinkType : ISinkType
{
    /// <inheritdoc/>
    public string Name => "splunk";

    /// <inheritdoc/>
    public string Summary => "Splunk HTTP Event Collector: events and metrics";

    /// <inheritdoc/>
    public IReadOnlyList<string> Triggers { get; } = ["url", "token"];

    /// <inheritdoc/>
    public ISink Create(SinkSettings settings, SinkContext context)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(context);
        return new SplunkSink(SplunkOptions.Read(settings, context.HostName), HttpSender.Create(settings, context, gzip: true), context.Time, Guid.NewGuid());
    }
}
