namespace Weir.Analytics.Topology;

/// <summary>Paths through a topology. Every link counts as one hop; ties go to the names that sort first, so answers are repeatable.</summary>
internal sealed class TopologyPaths
{
    /// <summary>Partial paths looked at before a search for several paths gives up.</summary>
    public const int MaxSteps = 100_000;

    private readonly TopologyDefinition _definition;

    public TopologyPaths(TopologyDefinition definition)
    {
        _definition = definition;
    }

    /// <summary>Longest of all shortest paths between two nodes, in hops; nodes that cannot reach each other do not count.</summary>
    public int Diameter()
    {
        int longest = 0;
        foreach (string node in _definition.LinksOfNode.Keys)
        {
            longest = Math.Max(longest, Distances(node).Values.DefaultIfEmpty(0).Max());
        }

        return longest;
    }

    /// <summary>Up to <paramref name="count"/> paths without loops, shortest first, as lists of link names.</summary>
    /// <param name="from">First node.</param>
    /// <param name="to">Last node.</param>
    /// <param name="count">Paths wanted.</param>
    /// <param name="maxHops">Longest path wanted.</param>
    public IReadOnlyList<IReadOnlyList<string>> Shortest(string from, string to, int count, int maxHops)
    {
        List<IReadOnlyList<string>> found = [];
        if (!_definition.HasNode(from) || !_definition.HasNode(to))
        {
            return found;
        }

        // Hops that are left at least: a search ordered by hops so far plus these meets the paths in order of length.
        Dictionary<string, int> left = Distances(to);
        PriorityQueue<Step, (int Length, int Order)> queue = new();
        int order = 0;
        Enqueue(queue, new Step(from, null, null, 0), left, ref order);
        for (int steps = 0; steps < MaxSteps && found.Count < count && queue.TryDequeue(out Step? step, out _); steps++)
        {
            if (step.Node == to)
            {
                found.Add(step.Links());
                continue;
            }

            foreach (string name in step.Hops < maxHops ? _definition.LinksOfNode[step.Node].Order(StringComparer.Ordinal) : Enumerable.Empty<string>())
            {
                string next = OtherEnd(name, step.Node);
                if (!step.Visits(next))
                {
                    Enqueue(queue, new Step(next, name, step, step.Hops + 1), left, ref order);
                }
            }
        }

        return found;
    }

    /// <summary>Links that join all nodes without a loop, taken in the order of their names; one tree per island.</summary>
    public IReadOnlyList<string> SpanningTree()
    {
        Dictionary<string, string> parents = _definition.LinksOfNode.Keys.ToDictionary(static n => n, static n => n, StringComparer.Ordinal);
        List<string> tree = [];
        foreach (string name in _definition.Links.Keys.Order(StringComparer.Ordinal))
        {
            TopologyLink link = _definition.Links[name];
            string a = Root(parents, link.End1.Node);
            string b = Root(parents, link.End2.Node);
            if (a != b)
            {
                parents[a] = b;
                tree.Add(name);
            }
        }

        return tree;
    }

    private static void Enqueue(PriorityQueue<Step, (int Length, int Order)> queue, Step step, Dictionary<string, int> left, ref int order)
    {
        if (left.TryGetValue(step.Node, out int hops))
        {
            queue.Enqueue(step, (step.Hops + hops, order++));
        }
    }

    private Dictionary<string, int> Distances(string from)
    {
        Dictionary<string, int> distances = new(StringComparer.Ordinal) { [from] = 0 };
        Queue<string> queue = new([from]);
        while (queue.TryDequeue(out string? node))
        {
            foreach (string name in _definition.LinksOfNode[node])
            {
                string next = OtherEnd(name, node);
                if (distances.TryAdd(next, distances[node] + 1))
                {
                    queue.Enqueue(next);
                }
            }
        }

        return distances;
    }

    private string OtherEnd(string link, string node)
    {
        TopologyLink found = _definition.Links[link];
        return found.End1.Node == node ? found.End2.Node : found.End1.Node;
    }

    private static string Root(Dictionary<string, string> parents, string node)
    {
        while (parents[node] != node)
        {
            parents[node] = parents[parents[node]];
            node = parents[node];
        }

        return node;
    }

    private sealed record Step(string Node, string? Link, Step? Before, int Hops)
    {
        public bool Visits(string node)
        {
            for (Step? step = this; step is not null; step = step.Before)
            {
                if (step.Node == node)
                {
                    return true;
                }
            }

            return false;
        }

        public IReadOnlyList<string> Links()
        {
            List<string> links = [];
            for (Step? step = this; step?.Link is { } link; step = step.Before)
            {
                links.Add(link);
            }

            links.Reverse();
            return links;
        }
    }
}
