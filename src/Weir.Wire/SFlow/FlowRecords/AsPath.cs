namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>View of an AS path (sFlow v5, <c>as_path_type&lt;&gt;</c> of <c>extended_gateway</c> 0:1003).</summary>
/// <remarks>
/// <code>
/// segments(4) then for each: type(4) count(4) as_number(4)...
/// </code>
/// </remarks>
public readonly ref struct AsPath
{
    private const int MinimumSegmentSize = 8;

    private readonly ReadOnlySpan<byte> _segments;

    private AsPath(ReadOnlySpan<byte> segments, int count)
    {
        _segments = segments;
        Count = count;
    }

    /// <summary>Segments in the path; 0 when it is empty, as for destinations inside the router's own AS.</summary>
    public int Count { get; }

    /// <summary>A walk over the segments, from the first.</summary>
    public AsPathReader Segments => new(_segments, Count);

    /// <summary>Makes a path of one sequence in <paramref name="buffer"/>, which must hold 8 bytes and 4 for each AS.</summary>
    /// <param name="numbers">AS numbers, nearest first; none makes an empty path.</param>
    /// <param name="buffer">Where the path is kept; it must live as long as the path.</param>
    public static AsPath FromSequence(scoped ReadOnlySpan<uint> numbers, Span<byte> buffer)
    {
        if (numbers.IsEmpty)
        {
            return default;
        }

        XdrWriter writer = new(buffer);
        writer.WriteUInt32((uint)AsPathSegmentType.Sequence);
        writer.WriteUInt32((uint)numbers.Length);
        foreach (uint number in numbers)
        {
            writer.WriteUInt32(number);
        }

        return new AsPath(buffer[..writer.Position], 1);
    }

    /// <summary>Makes a path of one sequence in <paramref name="buffer"/>, which must hold 8 bytes and 4 for each AS.</summary>
    internal static AsPath FromSequence(UInt32List numbers, Span<byte> buffer)
    {
        if (numbers.Count == 0)
        {
            return default;
        }

        XdrWriter writer = new(buffer);
        writer.WriteUInt32((uint)AsPathSegmentType.Sequence);
        numbers.Write(ref writer);
        return new AsPath(buffer[..writer.Position], 1);
    }

    /// <summary>Reads the path, walking it once to find its end; false when a count reaches past the bytes.</summary>
    public static bool TryRead(scoped ref XdrReader reader, out AsPath path)
    {
        path = default;
        if (!reader.TryReadCount(MinimumSegmentSize, out int count))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = reader.Rest;
        int start = reader.Position;
        for (int i = 0; i < count; i++)
        {
            if (!reader.TryReadUInt32(out _) || !UInt32List.TryRead(ref reader, out _))
            {
                return false;
            }
        }

        path = new AsPath(rest[..(reader.Position - start)], count);
        return true;
    }

    /// <summary>Writes the path.</summary>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32((uint)Count);
        writer.WriteFixed(_segments);
    }
}
