using Weir.Analytics.Flows.Keys;
using Weir.Analytics.Flows.Plans.Shapes;
using Weir.Analytics.Groups;
using Weir.Analytics.Topology;

namespace Weir.Analytics.Flows.Plans;

/// <summary><c>group:KEY:SET1[:SET2...]</c>: name of the group that holds the address, the first set that has one winning.</summary>
internal sealed class GroupNode : KeyNode
{
    private readonly KeyNode _key;
    private readonly GroupSetHandle[] _sets;
    private readonly int _memo;

    /// <summary>Makes the lookup.</summary>
    public GroupNode(KeyNode key, GroupSetHandle[] sets, int memo)
    {
        _key = key;
        _sets = sets;
        _memo = memo;
    }

    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value)
    {
        ref readonly EvaluatedSlot key = ref evaluator.Read(_key, ref sample);
        if (!key.Has)
        {
            value = default;
            return false;
        }

        GroupSet? only = _sets.Length == 1 ? evaluator.GroupSet(_sets[0].Index) : null;
        if (only is { IsShallow: true })
        {
            return TryFind(only, in key.Value, out value);
        }

        // With one set, the usual case, the memo lives as long as the set does.
        Memo memo = evaluator.MemoOf(_memo);
        memo.UseVersion(_sets.Length == 1 ? only : evaluator.GroupSets);
        Evaluated address = key.Value;
        if (!memo.TryFind(address, out bool has, out value))
        {
            has = TryFind(evaluator, address, out value);
            memo.Store(address, has, value);
        }

        return has;
    }

    /// <inheritdoc/>
    public override ShapedKey Under(PacketShape shape) => _key.Under(shape).Kind == ShapedKind.Null ? ShapedKey.Null : ShapedKey.Text;

    private static bool TryFind(GroupSet set, in Evaluated key, out Evaluated value)
    {
        int group = key.TryGetAddress(out Wire.NetworkAddress address) ? set.FindIndex(address) : -1;
        value = group < 0 ? default : Evaluated.OfText(set.Text(group));
        return group >= 0;
    }

    private bool TryFind(Evaluator evaluator, in Evaluated key, out Evaluated value)
    {
        foreach (GroupSetHandle handle in _sets)
        {
            if (evaluator.GroupSet(handle.Index) is { } set && TryFind(set, in key, out value))
            {
                return true;
            }
        }

        value = default;
        return false;
    }
}

/// <summary><c>map:KEY:MAPNAME</c>: label of the value's text.</summary>
internal sealed class MapNode : KeyNode
{
    private readonly KeyNode _key;
    private readonly ValueMapHandle _map;
    private readonly int _memo;

    /// <summary>Makes the lookup.</summary>
    public MapNode(KeyNode key, ValueMapHandle map, int memo)
    {
        _key = key;
        _map = map;
        _memo = memo;
    }

    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value)
    {
        value = default;
        ValueMap? map = _map.Current;
        if (map is null || !evaluator.TryGet(_key, ref sample, out Evaluated argument))
        {
            return false;
        }

        Memo memo = evaluator.MemoOf(_memo);
        memo.UseVersion(map);
        if (!memo.TryFind(argument, out bool has, out value))
        {
            string? label = map.Find(evaluator.TextOf(argument).Value);
            has = label is not null;
            value = has ? Evaluated.OfText(evaluator.Pool.Get(label!)) : default;
            memo.Store(argument, has, value);
        }

        return has;
    }

    /// <inheritdoc/>
    public override ShapedKey Under(PacketShape shape) => _key.Under(shape).Kind == ShapedKind.Null ? ShapedKey.Null : ShapedKey.Text;
}

/// <summary>A link name of the topology for a port: <c>link:inputifindex</c>, <c>link:outputifindex</c>.</summary>
internal sealed class LinkNode : KeyNode
{
    private readonly KeyNode _port;
    private readonly TopologyStore _topology;

    /// <summary>Makes the lookup.</summary>
    public LinkNode(KeyNode port, TopologyStore topology)
    {
        _port = port;
        _topology = topology;
    }

    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value)
    {
        value = default;
        if (!evaluator.TryGet(_port, ref sample, out Evaluated port) || port.Type != KeyType.Number
            || _topology.View.LinkName(sample.Agent, (uint)port.Low) is not { } name)
        {
            return false;
        }

        value = Evaluated.OfText(evaluator.Pool.Get(name));
        return true;
    }
}

/// <summary>A function whose database is not there: null, or its argument unchanged.</summary>
internal sealed class AbsentNode : KeyNode
{
    private readonly KeyNode? _instead;

    /// <summary>Makes the node.</summary>
    /// <param name="instead">What it gives back; null for null.</param>
    public AbsentNode(KeyNode? instead)
    {
        _instead = instead;
    }

    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value)
    {
        value = default;
        return _instead is not null && evaluator.TryGet(_instead, ref sample, out value);
    }
}
