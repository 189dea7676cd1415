namespace Weir.Testing.Old;

/// <summary>Where a structure of sFlow version 2 or 4 stands.</summary>
public enum OldPlace
{
    /// <summary>The packet data of a flow sample: exactly one.</summary>
    Packet,

    /// <summary>The extended data of a flow sample: any number.</summary>
    Extended,

    /// <summary>The counters of a counter sample: exactly one.</summary>
    Counters,
}
