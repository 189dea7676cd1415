namespace Weir.Analytics.Flows.Plans;

/// <summary>What an expression gave on the sample it was last evaluated on.</summary>
internal struct EvaluatedSlot
{
    /// <summary>Number of that sample.</summary>
    public uint Stamp;

    /// <summary>False when the value is null.</summary>
    public bool Has;

    /// <summary>The value; undefined when there is none.</summary>
    public Evaluated Value;
}
