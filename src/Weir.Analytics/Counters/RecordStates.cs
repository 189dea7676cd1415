namespace Weir.Analytics.Counters;

/// <summary>State of a data source's last two records of a structure.</summary>
[Flags]
internal enum RecordStates : byte
{
    /// <summary>Nothing came yet.</summary>
    None = 0,

    /// <summary>The next record may be compared with the newest.</summary>
    HasPrevious = 1,

    /// <summary>The newest record may be compared with the one before.</summary>
    Compares = 2,

    /// <summary>The newest record lies in the second place.</summary>
    IsSecond = 4,

    /// <summary>Somebody has looked whether a counter was reset.</summary>
    ResetKnown = 8,

    /// <summary>A counter was reset between the two.</summary>
    IsReset = 16,
}
