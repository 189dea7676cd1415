namespace Weir.Analytics.Queries;

/// <summary>Key values a query wants, by position.</summary>
internal sealed class KeyPattern
{
    private readonly string[] _wanted;
    private readonly string _separator;

    private KeyPattern(string[] wanted, string separator)
    {
        _wanted = wanted;
        _separator = separator;
    }

    /// <summary>Reads a pattern; null when everything matches.</summary>
    /// <param name="text">Values joined like a key; an empty position matches anything, and so do positions behind the last.</param>
    /// <param name="separator">The definition's separator.</param>
    public static KeyPattern? Parse(string? text, string separator) =>
        string.IsNullOrEmpty(text) ? null : new KeyPattern(separator.Length == 0 ? [text] : text.Split(separator), separator);

    /// <summary>True when every position that is given is the key's.</summary>
    public bool Matches(string key)
    {
        string[] values = _separator.Length == 0 ? [key] : key.Split(_separator);
        for (int i = 0; i < _wanted.Length; i++)
        {
            if (_wanted[i].Length > 0 && (i >= values.Length || values[i] != _wanted[i]))
            {
                return false;
            }
        }

        return true;
    }
}
