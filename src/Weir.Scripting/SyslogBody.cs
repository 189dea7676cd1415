namespace Weir.Scripting;

/// <summary>How <c>syslog()</c> writes the fields of a message (property <c>weir.syslog.body</c>).</summary>
public enum SyslogBody
{
    /// <summary>One compact JSON object.</summary>
    Json,

    /// <summary><c>name=value</c> pairs separated by spaces; values with spaces are quoted.</summary>
    KeyValue,
}
