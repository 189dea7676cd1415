namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>View of the lanes of an optical module (sFlow optics draft, <c>lane&lt;&gt;</c> of <c>sfp</c>; sFlow v5, 0:10).</summary>
public readonly ref struct SfpLaneList
{
    private readonly ReadOnlySpan<byte> _lanes;

    private SfpLaneList(ReadOnlySpan<byte> lanes)
    {
        _lanes = lanes;
    }

    /// <summary>Lanes in the list.</summary>
    public int Count => _lanes.Length / SfpLane.Size;

    /// <summary>The lane at <paramref name="index"/>.</summary>
    public SfpLane this[int index] => SfpLane.Read(_lanes.Slice(index * SfpLane.Size, SfpLane.Size));

    /// <summary>Makes a list of <paramref name="lanes"/> in <paramref name="buffer"/>, which must hold <see cref="SfpLane.Size"/> bytes for each.</summary>
    public static SfpLaneList Encode(scoped ReadOnlySpan<SfpLane> lanes, Span<byte> buffer)
    {
        XdrWriter writer = new(buffer);
        foreach (SfpLane lane in lanes)
        {
            lane.Write(ref writer);
        }

        return new SfpLaneList(buffer[..writer.Position]);
    }

    /// <summary>Reads count and lanes; false when the bytes cannot hold as many as claimed.</summary>
    public static bool TryRead(scoped ref XdrReader reader, out SfpLaneList list)
    {
        if (!reader.TryReadCount(SfpLane.Size, out int count))
        {
            list = default;
            return false;
        }

        reader.TryReadFixed(count * SfpLane.Size, out ReadOnlySpan<byte> lanes);
        list = new SfpLaneList(lanes);
        return true;
    }

    /// <summary>Writes count and lanes.</summary>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32((uint)Count);
        writer.WriteFixed(_lanes);
    }
}
