using Weir.Export.Events;

namespace Weir.Export.Tests.Sinks;

/// <summary>Short forms of events.</summary>
internal static class Events
{
    /// <summary>2026-01-01 00:00:00.000000001 UTC in ns.</summary>
    public const long Time = 1_767_225_600_000_000_001;

    /// <summary>The detection or release of an attack, as an app would emit it.</summary>
    public static WeirEvent Attack(string id, string action = "drop", string ip = "192.0.2.7", long timeNs = Time) => new()
    {
        Id = id,
        TimeNs = timeNs,
        Severity = action == "release" ? EventSeverity.Info : EventSeverity.Warning,
        Kind = EventKinds.Incident,
        Service = "ddos-protect",
        Subject = ip,
        Message = $"{action} udp_amplification {ip} local 53",
        Fields =
        [
            new("action", FieldValue.Of(action)),
            new("attack", FieldValue.Of("udp_amplification")),
            new("ip", FieldValue.Of(ip)),
            new("pps", FieldValue.Of(12_345L)),
            new("share", FieldValue.Of(0.25)),
            new("automatic", FieldValue.Of(true)),
            new("unknown", default),
        ],
    };

    /// <summary>Something that merely happened.</summary>
    public static WeirEvent Plain(string id, string message = "hello", EventSeverity severity = EventSeverity.Info, string kind = EventKinds.ScriptMade) =>
        new() { Id = id, TimeNs = Time, Kind = kind, Service = "app", Message = message, Severity = severity };
}
