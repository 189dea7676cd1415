namespace Weir.Analytics.Counters;

/// <summary>How a field of a counter record is encoded and what becomes of it.</summary>
internal enum FieldKind : byte
{
    /// <summary>4 bytes that only grow: becomes a rate per second.</summary>
    Counter32,

    /// <summary>8 bytes that only grow: becomes a rate per second.</summary>
    Counter64,

    /// <summary>4 bytes, unsigned.</summary>
    Gauge32,

    /// <summary>8 bytes, unsigned.</summary>
    Gauge64,

    /// <summary>4 bytes, two's complement; all ones means unknown here too.</summary>
    Signed32,

    /// <summary>IEEE 754 single.</summary>
    Single,

    /// <summary>4 bytes in hundredths of a percent.</summary>
    Percent,

    /// <summary>4 bytes, unsigned, in four slots.</summary>
    Bytes,

    /// <summary>MAC address, 8 bytes on the wire: twelve hexadecimal digits.</summary>
    Mac,

    /// <summary>8 bytes: sixteen hexadecimal digits.</summary>
    Hex64,

    /// <summary>16 bytes: a UUID in its usual form; all zero means unknown.</summary>
    Uuid,

    /// <summary>Length and characters, UTF-8.</summary>
    Text,

    /// <summary>4 bytes that stand for a word.</summary>
    Word,

    /// <summary>4 bytes of which bit 0 is one state and bit 1 another; up and down in two slots.</summary>
    Status,

    /// <summary>4 bytes of no interest.</summary>
    Skip32,

    /// <summary>Count and lanes of an optical module, see <see cref="OpticalLanes"/>.</summary>
    Lanes,
}
