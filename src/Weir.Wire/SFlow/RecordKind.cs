namespace Weir.Wire.SFlow;

/// <summary>Which of the two number spaces a record's tag belongs to (sFlow v5, <c>flow_record</c> and <c>counter_record</c>).</summary>
public enum RecordKind : byte
{
    /// <summary>Flow record: inside flow samples and discarded packets.</summary>
    Flow,

    /// <summary>Counter record: inside counter samples.</summary>
    Counter,
}
