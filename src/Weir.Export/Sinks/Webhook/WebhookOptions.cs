namespace Weir.Export.Sinks.Webhook;

/// <summary>Settings of a webhook.</summary>
internal sealed record WebhookOptions
{
    /// <summary>Where requests go.</summary>
    public required Uri Url { get; init; }

    /// <summary>POST, PUT or PATCH.</summary>
    public required HttpMethod Method { get; init; }

    /// <summary>Content type, as it is sent.</summary>
    public required string ContentType { get; init; }

    /// <summary>Text of one event.</summary>
    public required EventTemplate Body { get; init; }

    /// <summary>How events share a request.</summary>
    public required WebhookForm Form { get; init; }

    /// <summary>Key of the signature; null without one.</summary>
    public byte[]? SignatureKey { get; init; }

    /// <summary>Header of the signature.</summary>
    public required string SignatureHeader { get; init; }

    /// <summary>What stands before the signature in its header: <c>sha256=</c>.</summary>
    public required string SignaturePrefix { get; init; }
}
