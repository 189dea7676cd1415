namespace Weir.Export.Events;

/// <summary>How large an event and its parts may be. An event beyond them is refused whole, never cut.</summary>
/// <remarks>The numbers let one event pass every receiver's own limit on its own: Loki and Loggly take lines of 256 kB and 1 MB.</remarks>
public static class EventLimits
{
    /// <summary>Longest message, in bytes of UTF-8.</summary>
    public const int MaxMessageBytes = 65_536;

    /// <summary>Most fields.</summary>
    public const int MaxFields = 256;

    /// <summary>Longest name of a field, in characters.</summary>
    public const int MaxFieldNameLength = 128;

    /// <summary>Longest kind and service, in characters.</summary>
    public const int MaxWordLength = 128;

    /// <summary>Longest subject, in characters.</summary>
    public const int MaxSubjectLength = 1_024;

    /// <summary>Largest event as JSON, in bytes.</summary>
    public const int MaxEventBytes = 262_144;

    /// <summary>How deep arrays and objects may be nested within a field.</summary>
    public const int MaxFieldDepth = 64;
}
