namespace Weir.Export.Events;

/// <summary>How much an event matters; the numbers are those of syslog turned round, so that more is worse.</summary>
public enum EventSeverity
{
    /// <summary>For those who look for a fault in Weir or a script.</summary>
    Debug = 0,

    /// <summary>Something happened; nobody needs to act.</summary>
    Info = 1,

    /// <summary>Normal but noteworthy.</summary>
    Notice = 2,

    /// <summary>Somebody should look: a threshold, an attack.</summary>
    Warning = 3,

    /// <summary>Something failed.</summary>
    Error = 4,

    /// <summary>Somebody must act now.</summary>
    Critical = 5,
}
