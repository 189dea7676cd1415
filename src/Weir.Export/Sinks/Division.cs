namespace Weir.Export.Sinks;

/// <summary>How to go on with a part of a batch that a receiver refused. Numbers are places in the batch.</summary>
/// <param name="Blamed">Those that are to blame beyond doubt: not asked about again.</param>
/// <param name="Parts">Those to ask about, in order, each list in one request.</param>
internal readonly record struct Division(int[] Blamed, IReadOnlyList<int[]> Parts)
{
    /// <summary>Those that the receiver says it has kept although it refused the request; before all others in order.</summary>
    public int[] Kept { get; init; } = [];

    /// <summary>Those that the receiver may take later: tried again, not given up.</summary>
    public int[] Held { get; init; } = [];

    /// <summary>In halves.</summary>
    public static Division Halves(int[] part) => new([], [part[..(part.Length / 2)], part[(part.Length / 2)..]]);
}
