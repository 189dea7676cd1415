namespace Weir.Export.Events;

/// <summary>What severities are called by Weir and by those who receive events.</summary>
public static class SeverityNames
{
    private static readonly string[] Names = ["debug", "info", "notice", "warning", "error", "critical"];
    private static readonly string[] Levels = ["DEBUG", "INFO", "INFO", "WARN", "ERROR", "CRITICAL"];
    private static readonly int[] OtelNumbers = [5, 9, 10, 13, 17, 21];

    /// <summary>Every name, in order of severity.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>The name in JSON, settings and REST: <c>warning</c>.</summary>
    public static string Name(EventSeverity severity) => Names[Index(severity)];

    /// <summary>The severity of that name; <c>warn</c> is taken as well, letter case does not matter.</summary>
    public static bool TryParse(string? name, out EventSeverity severity)
    {
        int index = Array.FindIndex(Names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (index < 0 && "warn".Equals(name, StringComparison.OrdinalIgnoreCase))
        {
            index = (int)EventSeverity.Warning;
        }

        severity = (EventSeverity)Math.Max(0, index);
        return index >= 0;
    }

    /// <summary>The level as logging libraries write it and Loki knows it: <c>WARN</c>; a notice is <c>INFO</c>.</summary>
    public static string Level(EventSeverity severity) => Levels[Index(severity)];

    /// <summary>OpenTelemetry's <c>SeverityNumber</c>: 5, 9, 10, 13, 17, 21.</summary>
    public static int OpenTelemetryNumber(EventSeverity severity) => OtelNumbers[Index(severity)];

    /// <summary>The number of RFC 5424 section 6.2.1: 7 (debug) to 2 (critical).</summary>
    public static int Syslog(EventSeverity severity) => 7 - Index(severity);

    private static int Index(EventSeverity severity) => Math.Clamp((int)severity, 0, Names.Length - 1);
}
