using Weir.Export.Settings;

namespace Weir.Export.Sinks.Elastic;

/// <summary>Settings of a sink for Elasticsearch or OpenSearch.</summary>
public sealed record ElasticOptions
{
    /// <summary>Where bulks are sent; asks for the statuses and errors alone.</summary>
    public required Uri Url { get; init; }

    /// <summary>An API key as Elasticsearch hands it out, in base64; null sends none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Reads them.</summary>
    /// <param name="settings">Settings; what is wrong is added to their problems.</param>
    public static ElasticOptions Read(SinkSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Uri url = settings.Url("url") ?? new Uri("http://127.0.0.1:9200");
        string index = settings.Text("index", "weir-events");
        if (!IsIndex(index))
        {
            settings.Refuse("index", "expected the name of an index or data stream: lower-case letters, digits, dots, dashes and underscores, a letter or digit first");
        }

        string? apiKey = settings.SecretOrNull("api_key");
        if (apiKey?.Any(c => c is <= ' ' or > '~') == true)
        {
            settings.Refuse("api_key", "expected printable ASCII characters without blanks");
        }

        string path = $"{url.AbsolutePath.TrimEnd('/')}/{index}/_bulk?filter_path=errors,items.*.status,items.*.error.type,items.*.error.reason";
        return new ElasticOptions { Url = new Uri(url.GetLeftPart(UriPartial.Authority) + path), ApiKey = apiKey };
    }

    private static bool IsIndex(string name) =>
        name.Length is > 0 and <= 255 && (char.IsAsciiLetterLower(name[0]) || char.IsAsciiDigit(name[0])) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '_');
}
