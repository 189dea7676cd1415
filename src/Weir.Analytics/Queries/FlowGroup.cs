using Weir.Analytics.Flows.Tables;

namespace Weir.Analytics.Queries;

/// <summary>Rows of one flow key. 48 bytes.</summary>
/// <param name="hash">Hash of the key's text.</param>
/// <param name="next">Next group of the same bucket; negative at the end.</param>
/// <param name="first">The first row.</param>
/// <param name="value">Its value.</param>
/// <param name="variance">Its variance.</param>
internal struct FlowGroup(int hash, int next, int first, double value, double variance)
{
    /// <summary>Hash of the key's text.</summary>
    public readonly int Hash => hash;

    /// <summary>Next group of the same bucket; negative at the end.</summary>
    public readonly int Next => next;

    /// <summary>The row with the largest value; of equal ones the first.</summary>
    public int Largest { get; private set; } = first;

    /// <summary>Sum of the values.</summary>
    public double Sum { get; private set; } = value;

    /// <summary>Sum of the variances.</summary>
    public double Variance { get; private set; } = variance;

    /// <summary>Rows.</summary>
    public int Count { get; private set; } = 1;

    /// <summary>Adds a row.</summary>
    public void Add(FlowRows rows, int row)
    {
        Largest = rows[row].Value > rows[Largest].Value ? row : Largest;
        Sum += rows[row].Value;
        Variance += rows[row].Variance;
        Count++;
    }
}
