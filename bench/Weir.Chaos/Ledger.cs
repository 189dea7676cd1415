using System.Globalization;

namespace Weir.Chaos;

/// <summary>What the generator was told is on disk, beside what the receiver keeps: the count is by id.</summary>
public sealed class Ledger
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _accepted = new(StringComparer.Ordinal);

    /// <summary>Events accepted.</summary>
    public int Accepted
    {
        get
        {
            lock (_gate)
            {
                return _accepted.Count;
            }
        }
    }

    /// <summary>The id of a stream's n-th event.</summary>
    public static string IdOf(int stream, int number) => string.Create(CultureInfo.InvariantCulture, $"s{stream}-{number}");

    /// <summary>Notes that these are on disk.</summary>
    public void Add(IEnumerable<string> ids)
    {
        lock (_gate)
        {
            _accepted.UnionWith(ids);
        }
    }

    /// <summary>Compares with the ids in a receiver's store, in order of arrival.</summary>
    public Verdict Compare(IReadOnlyList<string> stored)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        Dictionary<string, int> newest = new(StringComparer.Ordinal);
        int twice = 0;
        int disordered = 0;
        foreach (string id in stored)
        {
            if (!seen.Add(id))
            {
                twice++;
                continue;
            }

            string[] parts = id.Split('-');
            int number = int.Parse(parts[1], CultureInfo.InvariantCulture);
            disordered += number < newest.GetValueOrDefault(parts[0]) ? 1 : 0;
            newest[parts[0]] = Math.Max(number, newest.GetValueOrDefault(parts[0]));
        }

        lock (_gate)
        {
            return new Verdict(_accepted.Count, _accepted.Count(id => !seen.Contains(id)), twice, disordered);
        }
    }
}
