namespace Weir.Bgp.Rib;

/// <summary>Size and history of what a neighbour taught us (RFC 4271 section 3.2).</summary>
/// <param name="Prefixes4">IPv4 prefixes held.</param>
/// <param name="Prefixes6">IPv6 prefixes held.</param>
/// <param name="Paths">Paths held: as many as prefixes, unless the session has several of one prefix (RFC 7911).</param>
/// <param name="AttributeSets">Distinct attribute sets held.</param>
/// <param name="Bytes">Memory of tries and attribute sets, in octets.</param>
/// <param name="Learned">Announcements taken since the start.</param>
/// <param name="Withdrawn">Prefixes removed since the start, by withdrawal or loss of the session.</param>
/// <param name="Ignored">Announcements ignored because the table was full.</param>
public readonly record struct RibInStatistics(
    int Prefixes4, int Prefixes6, int Paths, int AttributeSets, long Bytes, long Learned, long Withdrawn, long Ignored);
