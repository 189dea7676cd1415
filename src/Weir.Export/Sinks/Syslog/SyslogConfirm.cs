namespace Weir.Export.Sinks.Syslog;

/// <summary>What a batch over a connection must have shown before it counts as delivered. Syslog itself acknowledges nothing.</summary>
public enum SyslogConfirm
{
    /// <summary>
    /// The connection is closed behind every batch, our side first, and the receiver's side must close too: a program that has read to the end
    /// does that, and the system of one that died with unread bytes sends a reset instead.
    /// </summary>
    Close,

    /// <summary>The connection is kept; the receiver's system has acknowledged every byte (TCP_INFO). What its program had not read when it died is lost.</summary>
    Drained,

    /// <summary>The connection is kept; the bytes were handed to our own system. What was under way when the connection broke is lost.</summary>
    Written,
}
