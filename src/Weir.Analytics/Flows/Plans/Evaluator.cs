using System.Runtime.CompilerServices;
using Weir.Analytics.Flows.Keys;
using Weir.Analytics.Groups;

namespace Weir.Analytics.Flows.Plans;

/// <summary>Evaluates the expressions of a plan set on one sample after another, each expression at most once per sample.</summary>
/// <remarks>Holds what the immutable nodes may not: results stamped with the sample they belong to, and memos. Single writer: the shard.</remarks>
internal sealed class Evaluator
{
    private readonly EvaluatedSlot[] _slots;
    private readonly uint[] _testStamps;
    private readonly bool[] _testResults;
    private readonly Memo[] _memos;
    private uint _stamp;

    /// <summary>Makes an evaluator for the nodes of one plan set.</summary>
    /// <param name="nodes">Number of key nodes.</param>
    /// <param name="tests">Number of filter nodes.</param>
    /// <param name="memos">Number of nodes that keep a memo.</param>
    /// <param name="pool">Texts met so far.</param>
    public Evaluator(int nodes, int tests, int memos, TextPool pool)
    {
        _slots = new EvaluatedSlot[nodes];
        _testStamps = new uint[tests];
        _testResults = new bool[tests];
        _memos = new Memo[memos];
        for (int i = 0; i < memos; i++)
        {
            _memos[i] = new Memo();
        }

        Pool = pool;
    }

    /// <summary>Texts met so far.</summary>
    public TextPool Pool { get; }

    /// <summary>The group sets of the batch: all lookups of a sample see the same ones.</summary>
    public GroupSet?[] GroupSets { get; set; } = [];

    /// <summary>A group set of the batch; null when it is not defined.</summary>
    /// <param name="index">Index of its handle.</param>
    public GroupSet? GroupSet(int index) => index < GroupSets.Length ? GroupSets[index] : null;

    /// <summary>Header stacks met lately, as text.</summary>
    public StackTexts Stacks { get; } = new();

    /// <summary>A new sample begins: earlier results are void.</summary>
    public void NextSample()
    {
        if (++_stamp == 0)
        {
            // Once in four billion samples the stamps would repeat.
            Array.Clear(_slots);
            Array.Clear(_testStamps);
            _stamp = 1;
        }
    }

    /// <summary>Value of an expression on the current sample.</summary>
    /// <param name="node">The expression.</param>
    /// <param name="sample">The current sample.</param>
    /// <param name="value">The value; undefined when false.</param>
    /// <returns>False when it is null.</returns>
    public bool TryGet(KeyNode node, scoped ref SampleContext sample, out Evaluated value)
    {
        ref readonly EvaluatedSlot slot = ref Read(node, ref sample);
        value = slot.Value;
        return slot.Has;
    }

    /// <summary>Value of an expression on the current sample, where it lies: nothing is copied.</summary>
    /// <param name="node">The expression.</param>
    /// <param name="sample">The current sample.</param>
    /// <returns>Good until the next sample.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly EvaluatedSlot Read(KeyNode node, scoped ref SampleContext sample)
    {
        ref EvaluatedSlot slot = ref _slots[node.Id];
        if (slot.Stamp != _stamp)
        {
            Fill(node, ref slot, ref sample);
        }

        return ref slot;
    }

    /// <summary>Outcome of a filter on the current sample.</summary>
    public bool Test(FilterNode node, scoped ref SampleContext sample)
    {
        int id = node.Id;
        if (_testStamps[id] != _stamp)
        {
            _testResults[id] = node.Evaluate(this, ref sample);
            _testStamps[id] = _stamp;
        }

        return _testResults[id];
    }

    /// <summary>The memo of a node.</summary>
    public Memo MemoOf(int id) => _memos[id];

    /// <summary>The text of a value, from the pool.</summary>
    public PooledText TextOf(in Evaluated value)
    {
        if (value.Text is not null)
        {
            return value.Text;
        }

        Span<byte> bytes = stackalloc byte[KeyValue.MaxTextLength];
        return Pool.Get(bytes[..value.Format(bytes)]);
    }

    private void Fill(KeyNode node, ref EvaluatedSlot slot, scoped ref SampleContext sample)
    {
        slot.Has = node.TryEvaluate(this, ref sample, out slot.Value);
        slot.Stamp = _stamp;
    }
}
