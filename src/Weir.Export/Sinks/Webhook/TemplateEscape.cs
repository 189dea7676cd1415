namespace Weir.Export.Sinks.Webhook;

/// <summary>How values are put into a template.</summary>
internal enum TemplateEscape
{
    /// <summary>As they are.</summary>
    None,

    /// <summary>Between quotes as the inside of a JSON string, elsewhere as a JSON value.</summary>
    Json,

    /// <summary>As part of a form or of an address.</summary>
    Form,
}
