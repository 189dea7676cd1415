using System.Text;
using Weir.Export.Http;
using Weir.Export.Settings;

namespace Weir.Export.Sinks.Librato;

/// <summary><c>type: librato</c>: Librato's gauges and AppOptics' measurements.</summary>
internal sealed class LibratoSinkType : ISinkType
{
    /// <inheritdoc/>
    public string Name => "librato";

    /// <inheritdoc/>
    public string Summary => "Metrics to Librato (gauges) or SolarWinds AppOptics (measurements)";

    /// <inheritdoc/>
    public IReadOnlyList<string> Triggers { get; } = ["token"];

    /// <inheritdoc/>
    public ISink Create(SinkSettings settings, SinkContext context)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(context);
        string form = settings.Text("form", "measurements");
        if (form is not ("measurements" or "gauges"))
        {
            settings.Refuse("form", $"'{form}': expected measurements or gauges");
        }

        bool tagged = form != "gauges";
        string? email = settings.TextOrNull("email");
        string? token = settings.SecretOrNull("token");
        if (token is null && !settings.Has("auth"))
        {
            settings.Refuse("token", "is missing");
        }

        // Librato knows accounts by their e-mail address; AppOptics takes the token in its place and no password.
        string login = email is null ? token + ":" : email + ":" + token;
        LibratoOptions options = new()
        {
            Url = settings.Url("url", tagged ? "https://api.appoptics.com/v1/measurements" : "https://metrics-api.librato.com/v1/metrics") ?? Placeholder.Url,
            Tagged = tagged,
            Prefix = settings.Text("prefix", "sflow."),
            Source = settings.Text("source", context.HostName),
            Headers = token is null ? [] : [new("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(login)))],
        };
        return new LibratoSink(HttpSender.Create(settings, context, gzip: false), options);
    }
}
