namespace Weir.Export.Sinks.Syslog;

/// <summary>How a syslog message is written.</summary>
public enum SyslogFormat
{
    /// <summary>RFC 5424 section 6: version 1 header, time in UTC, structured data.</summary>
    Rfc5424,

    /// <summary>RFC 3164 section 4.1: <c>&lt;PRI&gt;Mmm dd hh:mm:ss HOST TAG: </c> in local time.</summary>
    Rfc3164,

    /// <summary>As sFlow-RT's <c>syslog()</c>: RFC 3164, severity notice, and the event's fields alone as JSON.</summary>
    SflowRt,
}
