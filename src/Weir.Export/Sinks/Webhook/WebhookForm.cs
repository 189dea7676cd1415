namespace Weir.Export.Sinks.Webhook;

/// <summary>How events share a request.</summary>
internal enum WebhookForm
{
    /// <summary>Each event its own request.</summary>
    Single,

    /// <summary>A JSON array.</summary>
    Array,

    /// <summary>One event a line.</summary>
    Lines,
}
