using System.Text;
using Weir.Export.Http;
using Weir.Export.Settings;

namespace Weir.Export.Sinks.Webhook;

/// <summary><c>type: webhook</c>: any HTTP receiver, with a body of the operator's making.</summary>
internal sealed class WebhookSinkType : ISinkType
{
    /// <inheritdoc/>
    public string Name => "webhook";

    /// <inheritdoc/>
    public string Summary => "Events to any HTTP address: templated body, signature, idempotency key";

    /// <inheritdoc/>
    public IReadOnlyList<string> Triggers { get; } = ["url"];

    /// <inheritdoc/>
    public ISink Create(SinkSettings settings, SinkContext context)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(context);
        return new WebhookSink(HttpSender.Create(settings, context), Read(settings, context));
    }

    private static WebhookOptions Read(SinkSettings settings, SinkContext context)
    {
        string contentType = settings.Text("content_type", "application/json");
        SinkSettings signature = settings.Section("signature");
        string? secret = signature.SecretOrNull("secret");
        return new WebhookOptions
        {
            Url = settings.Url("url") ?? Placeholder.Url,
            Method = Choose(settings, "method", "POST", new Dictionary<string, HttpMethod> { ["POST"] = HttpMethod.Post, ["PUT"] = HttpMethod.Put, ["PATCH"] = HttpMethod.Patch }),
            ContentType = contentType,
            Form = Choose(settings, "form", "single", new Dictionary<string, WebhookForm> { ["single"] = WebhookForm.Single, ["array"] = WebhookForm.Array, ["lines"] = WebhookForm.Lines }),
            Body = EventTemplate.Parse(settings.Text("body", "{{event}}"), Escape(contentType), context.HostName, problem => settings.Refuse("body", problem)),
            SignatureKey = secret is null ? null : Encoding.UTF8.GetBytes(secret),
            SignatureHeader = signature.Text("header", "X-Signature-256"),
            SignaturePrefix = signature.Text("prefix", "sha256="),
        };
    }

    private static TemplateEscape Escape(string contentType) => contentType switch
    {
        _ when contentType.Contains("json", StringComparison.OrdinalIgnoreCase) => TemplateEscape.Json,
        _ when contentType.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) => TemplateEscape.Form,
        _ => TemplateEscape.None,
    };

    private static T Choose<T>(SinkSettings settings, string name, string otherwise, Dictionary<string, T> choices)
    {
        string text = settings.Text(name, otherwise);
        if (choices.TryGetValue(text, out T? choice))
        {
            return choice;
        }

        settings.Refuse(name, $"'{text}': expected {string.Join(", ", choices.Keys)}");
        return choices[otherwise];
    }
}
