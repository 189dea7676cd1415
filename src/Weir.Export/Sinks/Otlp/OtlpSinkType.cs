using Weir.Export.Http;
using Weir.Export.Settings;

namespace Weir.Export.Sinks.Otlp;

/// <summary>OpenTelemetry collectors and whatever takes OTLP logs over HTTP.</summary>
public sealed class OtlpSinkType : ISinkType
{
    /// <inheritdoc/>
    public string Name => "otlp";

    /// <inheritdoc/>
    public string Summary => "OpenTelemetry logs over HTTP, protocol buffers or JSON";

    /// <inheritdoc/>
    public IReadOnlyList<string> Triggers { get; } = ["url"];

    /// <inheritdoc/>
    public ISink Create(SinkSettings settings, SinkContext context)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(context);
        return new OtlpSink(OtlpOptions.Read(settings, context.Version), HttpSender.Create(settings, context, gzip: true));
    }
}
