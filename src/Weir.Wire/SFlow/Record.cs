namespace Weir.Wire.SFlow;

/// <summary>A tagged block inside a sample, not yet interpreted (sFlow v5, <c>flow_record</c> and <c>counter_record</c>).</summary>
public readonly ref struct Record
{
    /// <summary>Wraps a tag and its body.</summary>
    public Record(uint tag, ReadOnlySpan<byte> body, int offset)
    {
        Tag = tag;
        Body = body;
        Offset = offset;
    }

    /// <summary>Enterprise in the top 20 bits, format in the low 12.</summary>
    public uint Tag { get; }

    /// <summary>The bytes the record's length declares.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Where the body begins, in bytes from the start of the span given to the <see cref="RecordReader"/>.</summary>
    public int Offset { get; }
}
