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
    public bool Matches(ReadOnlySpan<char> key)
    {
        if (_separator.Length == 0)
        {
            return _wanted[0].Length == 0 || key.SequenceEqual(_wanted[0]);
        }

        foreach (string wanted in _wanted)
        {
            int end = key.IndexOf(_separator, StringComparison.Ordinal);
            ReadOnlySpan<char> value = end < 0 ? key : key[..end];
            if (wanted.Length > 0 && !value.SequenceEqual(wanted))
            {
                return false;
            }

            // Behind the last position there is nothing, which is not what is wanted of any.
            key = end < 0 ? [] : key[(end + _separator.Length)..];
        }

        return true;
    }
}
