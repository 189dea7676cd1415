namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>LACP states of both ends of a port of a link aggregate (sFlow v5, <c>lag_port_stats</c> 0:7, <c>dot3adAggPortState</c>).</summary>
/// <param name="ActorAdmin">Administrative state of this end: the first byte on the wire.</param>
/// <param name="ActorOper">Operational state of this end: the second byte.</param>
/// <param name="PartnerAdmin">Administrative state of the other end: the third byte.</param>
/// <param name="PartnerOper">Operational state of the other end: the last byte.</param>
/// <remarks>The bits of each byte are those of IEEE 802.1AX: 0 activity, 1 timeout, 2 aggregation, 3 synchronisation, 4 collecting, 5 distributing.</remarks>
public readonly record struct LacpPortState(byte ActorAdmin, byte ActorOper, byte PartnerAdmin, byte PartnerOper)
{
    /// <summary>Takes the four bytes apart; the first on the wire is the most significant.</summary>
    public static LacpPortState FromWord(uint word) => new((byte)(word >> 24), (byte)(word >> 16), (byte)(word >> 8), (byte)word);

    /// <summary>Puts the four bytes together again.</summary>
    public uint ToWord() => ((uint)ActorAdmin << 24) | ((uint)ActorOper << 16) | ((uint)PartnerAdmin << 8) | PartnerOper;
}
