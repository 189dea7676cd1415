namespace Weir.Scripting;

/// <summary>How <c>syslog()</c> writes its header (property <c>weir.syslog.format</c>).</summary>
public enum SyslogFormat
{
    /// <summary>RFC 3164 section 4.1: <c>&lt;PRI&gt;Mmm dd hh:mm:ss HOST TAG: </c>.</summary>
    Rfc3164,

    /// <summary>RFC 5424 section 6: version 1 header with an RFC 3339 time stamp.</summary>
    Rfc5424,
}
