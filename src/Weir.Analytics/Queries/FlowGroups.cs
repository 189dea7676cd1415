using System.Numerics;
using Weir.Analytics.Flows.Plans;
using Weir.Analytics.Flows.Tables;

namespace Weir.Analytics.Queries;

/// <summary>Rows by the text of their keys, in order of first sight, with the sums over the rows of each key. Used again by the next query.</summary>
/// <remarks>Texts are written to be hashed and compared, and forgotten: only the keys of an answer become strings.</remarks>
internal sealed class FlowGroups
{
    private const int End = -1;

    private readonly KeyTextBuffer _text = new();
    private readonly KeyTextBuffer _other = new();
    private FlowGroup[] _groups = [];
    private int[] _buckets = [];

    /// <summary>Keys.</summary>
    public int Count { get; private set; }

    /// <summary>A key's group.</summary>
    public ref readonly FlowGroup this[int group] => ref _groups[group];

    /// <summary>Puts rows together.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="pattern">Which keys; null for all.</param>
    /// <param name="positiveOnly">True to leave out rows without a value above 0.</param>
    public void Fill(FlowRows rows, KeyPattern? pattern, bool positiveOnly)
    {
        Begin(rows.Count);
        for (int row = 0; row < rows.Count; row++)
        {
            if (positiveOnly && rows[row].Value <= 0)
            {
                continue;
            }

            ReadOnlySpan<char> text = rows.KeyOf(row, _text);
            int hash = string.GetHashCode(text);
            ref int first = ref _buckets[hash & (_buckets.Length - 1)];
            int group = Find(rows, text, hash, first);
            if (group != End)
            {
                _groups[group].Add(rows, row);
            }
            else if (pattern is null || pattern.Matches(text))
            {
                _groups[Count] = new FlowGroup(hash, first, row, rows[row].Value, rows[row].Variance);
                first = Count++;
            }
        }
    }

    /// <summary>A group's key.</summary>
    public string KeyOf(FlowRows rows, int group) => new(rows.KeyOf(_groups[group].Largest, _text));

    /// <summary>Order of a group's key and a text, by their characters.</summary>
    public int CompareKey(FlowRows rows, int group, string text) => rows.KeyOf(_groups[group].Largest, _text).SequenceCompareTo(text);

    private int Find(FlowRows rows, ReadOnlySpan<char> text, int hash, int first)
    {
        int group = first;
        while (group != End && !(_groups[group].Hash == hash && rows.KeyOf(_groups[group].Largest, _other).SequenceEqual(text)))
        {
            group = _groups[group].Next;
        }

        return group;
    }

    private void Begin(int rows)
    {
        Count = 0;
        if (_groups.Length < rows)
        {
            _groups = new FlowGroup[Math.Max(rows, _groups.Length * 2)];
            _buckets = new int[(int)BitOperations.RoundUpToPowerOf2((uint)_groups.Length)];
        }

        if (_buckets.Length == 0)
        {
            _buckets = new int[1];
        }

        Array.Fill(_buckets, End);
    }
}
