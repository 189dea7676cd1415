namespace Weir.Analytics.Flows.Tables;

/// <summary>The sources of one shard's flows by number: flows hold the number only, as the first unit of their key. Single writer: the shard.</summary>
/// <remarks>
/// Bounded by the sources that are there and the flows of those that are gone: before it grows, the numbers of sources that are gone and of
/// which no table has a flow are given to others. Numbers begin at 1; 0 is that of nobody.
/// </remarks>
internal sealed class FlowSources
{
    private const int LeastCapacity = 256;
    private const int WorthwhilePart = 4;

    private readonly Stack<uint> _free = new();
    private FlowSource?[] _sources = new FlowSource?[LeastCapacity];
    private uint _next = 1;
    private long _serial;

    /// <summary>Numbers that can be given out before it has to grow.</summary>
    public int Capacity => _sources.Length;

    /// <summary>The source of a number; null when nobody has it.</summary>
    public FlowSource? this[uint id] => _sources[id];

    /// <summary>Adds a source.</summary>
    /// <param name="source">The source; gets its numbers here.</param>
    /// <param name="tables">Where flows may be that hold numbers.</param>
    /// <returns>Its number.</returns>
    public uint Add(FlowSource source, ReadOnlySpan<FlowTable> tables)
    {
        if (_free.Count == 0 && _next == _sources.Length)
        {
            Reclaim(tables);
        }

        source.Id = _free.Count > 0 ? _free.Pop() : _next++;
        source.Serial = ++_serial;
        _sources[source.Id] = source;
        return source.Id;
    }

    private void Reclaim(ReadOnlySpan<FlowTable> tables)
    {
        bool[] used = new bool[_sources.Length];
        foreach (FlowTable table in tables)
        {
            table.MarkSources(used);
        }

        for (uint id = 1; id < _next; id++)
        {
            if (!used[id] && _sources[id] is { IsGone: true })
            {
                _sources[id] = null;
                _free.Push(id);
            }
        }

        if (_free.Count < _sources.Length / WorthwhilePart)
        {
            Array.Resize(ref _sources, _sources.Length * 2);
        }
    }
}
