namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>One segment of an AS path (sFlow v5, <c>as_path_type</c>).</summary>
public readonly ref struct AsPathSegment
{
    /// <summary>Set or sequence; other values are kept as they came.</summary>
    public AsPathSegmentType Type { get; init; }

    /// <summary>AS numbers of the segment.</summary>
    public UInt32List Numbers { get; init; }
}
