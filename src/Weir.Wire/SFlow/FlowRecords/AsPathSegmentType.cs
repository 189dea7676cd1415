namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>How the AS numbers of a segment are to be read (sFlow v5, <c>as_path_segment_type</c>; RFC 4271 section 4.3).</summary>
public enum AsPathSegmentType : uint
{
    /// <summary>Unordered set.</summary>
    Set = 1,

    /// <summary>Ordered sequence, nearest first.</summary>
    Sequence = 2,
}
