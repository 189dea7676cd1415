namespace Weir.Bgp.Attributes;

/// <summary>One segment of an AS_PATH (RFC 4271 section 4.3, RFC 5065 section 3).</summary>
/// <param name="Type">1 set, 2 sequence, 3 confederation sequence, 4 confederation set.</param>
/// <param name="Numbers">AS numbers, the last one appended first.</param>
public sealed record AsPathSegment(byte Type, IReadOnlyList<uint> Numbers)
{
    /// <summary>Segment type of an unordered set.</summary>
    public const byte Set = 1;

    /// <summary>Segment type of an ordered sequence.</summary>
    public const byte Sequence = 2;

    /// <summary>The highest segment type known.</summary>
    public const byte LastKnownType = 4;
}
