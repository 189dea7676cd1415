using Weir.Export.Http;
using Weir.Export.Settings;
using Weir.Export.Sinks.Webhook;

namespace Weir.Export.Sinks.RabbitMq;

/// <summary><c>type: rabbitmq</c>: an exchange of RabbitMQ, or of another broker that speaks AMQP 0-9-1.</summary>
internal sealed class RabbitMqSinkType : ISinkType
{
    private static readonly string[] ExchangeTypes = ["topic", "direct", "fanout", "headers"];

    /// <inheritdoc/>
    public string Name => "rabbitmq";

    /// <inheritdoc/>
    public string Summary => "Events to a RabbitMQ exchange, confirmed by the broker";

    /// <inheritdoc/>
    public IReadOnlyList<string> Triggers { get; } = ["url"];

    /// <inheritdoc/>
    public ISink Create(SinkSettings settings, SinkContext context)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(context);
        SinkSettings auth = settings.Section("auth");
        string declare = settings.Text("declare", "topic");
        if (declare != "no" && !ExchangeTypes.Contains(declare))
        {
            settings.Refuse("declare", $"'{declare}': expected {string.Join(", ", ExchangeTypes)} or no");
        }

        RabbitMqOptions options = new()
        {
            Url = Url(settings),
            User = auth.TextOrNull("user"),
            Password = auth.SecretOrNull("password"),
            Tls = TlsSettings.Read(settings.Section("tls")),
            Exchange = settings.Text("exchange", "weir"),
            DeclareType = declare == "no" ? null : declare,
            RoutingKey = EventTemplate.Parse(
                settings.Text("routing_key", "{{kind}}.{{service}}"), TemplateEscape.None, context.HostName, problem => settings.Refuse("routing_key", problem)),
            Mandatory = settings.Flag("mandatory", true),
            Timeout = settings.Timeout("timeout", TimeSpan.FromSeconds(30)),
        };
        return new RabbitMqSink(options, context);
    }

    private static Uri Url(SinkSettings settings)
    {
        string text = settings.Required("url");
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "amqp" or "amqps" && url.Host.Length > 0)
        {
            settings.Secrets.Add(null, url.UserInfo);
            return url;
        }

        if (text.Length > 0)
        {
            settings.Refuse("url", "expected an address that begins with amqp:// or amqps://");
        }

        return new Uri("amqp://localhost:9");
    }
}
