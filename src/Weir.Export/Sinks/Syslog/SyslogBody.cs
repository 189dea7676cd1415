namespace Weir.Export.Sinks.Syslog;

/// <summary>What stands behind the header of a syslog message.</summary>
public enum SyslogBody
{
    /// <summary>The event's line; fields are structured data where the format has it.</summary>
    Message,

    /// <summary>The event as one flat JSON object.</summary>
    Json,

    /// <summary>The same behind the cookie <c>@cee:</c>, by which rsyslog's <c>mmjsonparse</c> knows it.</summary>
    Cee,

    /// <summary>The event's line, then <c>name=value</c> for every field.</summary>
    KeyValue,
}
