namespace Weir.Analytics.Flows.Keys;

/// <summary>Finds the names a misspelt key may have meant.</summary>
internal static class KeySuggestions
{
    private const int MaxDistance = 2;
    private const int MaxNames = 3;

    /// <summary>": did you mean 'a', 'b'?", or nothing when no name is near.</summary>
    public static string For(string name, IEnumerable<string> known)
    {
        string[] near = [.. known
            .Select(candidate => (Name: candidate, Distance: Distance(name, candidate)))
            .Where(candidate => candidate.Distance <= MaxDistance)
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Take(MaxNames)
            .Select(candidate => $"'{candidate.Name}'")];
        return near.Length == 0 ? "" : $": did you mean {string.Join(", ", near)}?";
    }

    /// <summary>Levenshtein distance; names too different in length are not compared.</summary>
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > MaxDistance)
        {
            return int.MaxValue;
        }

        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int[] current = new int[b.Length + 1];
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[b.Length];
    }
}
