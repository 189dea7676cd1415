namespace Weir.Wire.SFlow;

/// <summary>One tagged, length-bounded element of a datagram, not yet interpreted (sFlow v5, <c>sample_record</c>).</summary>
public readonly ref struct Sample
{
    /// <summary>Wraps a tag and its body.</summary>
    public Sample(uint tag, ReadOnlySpan<byte> body)
    {
        Tag = tag;
        Body = body;
    }

    /// <summary>Sample type: see <see cref="SampleType"/>; enterprise in the top 20 bits.</summary>
    public uint Tag { get; }

    /// <summary>The bytes the sample's length declares.</summary>
    public ReadOnlySpan<byte> Body { get; }
}
