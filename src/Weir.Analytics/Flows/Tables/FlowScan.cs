namespace Weir.Analytics.Flows.Tables;

/// <summary>Scratch for reading a table: its flows by source, of each source the largest. Used again by the next query.</summary>
internal sealed class FlowScan
{
    private readonly PriorityQueue<int, double> _largest = new();
    private Source[] _sources = [];
    private Found[] _found = [];
    private Found[] _bySource = [];
    private int _count;

    /// <summary>Sources met.</summary>
    public int Sources { get; private set; }

    /// <summary>Starts anew.</summary>
    public void Begin()
    {
        Sources = 0;
        _count = 0;
    }

    /// <summary>Adds a source.</summary>
    /// <param name="perSecond">What turns a sum of its flows into a rate.</param>
    /// <returns>Its number.</returns>
    public int AddSource(double perSecond)
    {
        if (Sources == _sources.Length)
        {
            Array.Resize(ref _sources, Math.Max(256, Sources * 2));
        }

        _sources[Sources] = new Source { PerSecond = perSecond };
        return Sources++;
    }

    /// <summary>What turns a sum of a source's flows into a rate.</summary>
    public double PerSecond(int source) => _sources[source].PerSecond;

    /// <summary>Adds a flow.</summary>
    public void Add(int source, int entry, double value)
    {
        if (_count == _found.Length)
        {
            Array.Resize(ref _found, Math.Max(1024, _count * 2));
        }

        _found[_count++] = new Found(source, entry, value);
        _sources[source].Flows++;
    }

    /// <summary>Puts the flows in order of their sources; those of one source stay in the order in which they were added.</summary>
    public void PutInOrder()
    {
        if (_bySource.Length < _count)
        {
            _bySource = new Found[_found.Length];
        }

        int place = 0;
        for (int source = 0; source < Sources; source++)
        {
            _sources[source].Next = place;
            place += _sources[source].Flows;
        }

        for (int i = 0; i < _count; i++)
        {
            _bySource[_sources[_found[i].Source].Next++] = _found[i];
        }
    }

    /// <summary>The largest flows of a source, after <see cref="PutInOrder"/>; the queue is to be emptied by the caller.</summary>
    /// <param name="source">The source.</param>
    /// <param name="most">How many at the most.</param>
    public PriorityQueue<int, double> Largest(int source, int most)
    {
        int end = _sources[source].Next;
        for (int i = end - _sources[source].Flows; i < end; i++)
        {
            if (_largest.Count < most)
            {
                _largest.Enqueue(_bySource[i].Entry, _bySource[i].Value);
            }
            else
            {
                _largest.EnqueueDequeue(_bySource[i].Entry, _bySource[i].Value);
            }
        }

        return _largest;
    }

    private readonly record struct Found(int Source, int Entry, double Value);

    private struct Source
    {
        public double PerSecond;
        public int Flows;
        public int Next;
    }
}
