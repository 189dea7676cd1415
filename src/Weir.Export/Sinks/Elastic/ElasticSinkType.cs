using Weir.Export.Http;
using Weir.Export.Settings;

namespace Weir.Export.Sinks.Elastic;

/// <summary>Elasticsearch and OpenSearch.</summary>
public sealed class ElasticSinkType : ISinkType
{
    /// <inheritdoc/>
    public string Name => "elastic";

    /// <inheritdoc/>
    public string Summary => "Elasticsearch or OpenSearch: bulk, Elastic Common Schema";

    /// <inheritdoc/>
    public IReadOnlyList<string> Triggers { get; } = ["url"];

    /// <inheritdoc/>
    public ISink Create(SinkSettings settings, SinkContext context)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(context);
        return new ElasticSink(ElasticOptions.Read(settings), HttpSender.Create(settings, context, gzip: true));
    }
}
