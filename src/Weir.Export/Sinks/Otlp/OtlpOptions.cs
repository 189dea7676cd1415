using Weir.Export.Settings;

namespace Weir.Export.Sinks.Otlp;

/// <summary>Settings of a sink for OpenTelemetry logs over HTTP.</summary>
public sealed record OtlpOptions
{
    /// <summary>Path of logs.</summary>
    public const string LogsPath = "/v1/logs";

    /// <summary>Where logs are sent.</summary>
    public required Uri Url { get; init; }

    /// <summary>True: JSON. False: protocol buffers.</summary>
    public bool Json { get; init; }

    /// <summary>Attributes of the resource beside <c>service.name</c>.</summary>
    public IReadOnlyDictionary<string, string> Resource { get; init; } = new Dictionary<string, string>();

    /// <summary>Version of the instrumentation scope, which is named <c>weir</c>.</summary>
    public string Version { get; init; } = "";

    /// <summary>Headers of every request.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Reads them.</summary>
    /// <param name="settings">Settings; what is wrong is added to their problems.</param>
    /// <param name="version">Weir's version.</param>
    public static OtlpOptions Read(SinkSettings settings, string version)
    {
        ArgumentNullException.ThrowIfNull(settings);
        string encoding = settings.Text("encoding", "protobuf");
        if (encoding is not ("protobuf" or "json"))
        {
            settings.Refuse("encoding", $"'{encoding}': expected protobuf or json");
        }

        return new OtlpOptions
        {
            Url = ReceiverUrl.WithPath(settings.Url("url") ?? new Uri("http://127.0.0.1:4318"), LogsPath),
            Json = encoding == "json",
            Resource = settings.Map("resource"),
            Version = version,
        };
    }
}
