namespace Weir.Scripting;

/// <summary>The <c>// key: value</c> comments at the head of a script.</summary>
public sealed record ScriptMetadata
{
    private const int MaxLines = 100; // The head ends at the first other line; this bounds a file of nothing but comments.

    /// <summary>Values by key, in lower case: author, version, date, description, copyright, wrapglobals.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>Object that holds the API functions instead of the global scope; null for the global scope.</summary>
    public string? WrapGlobals => this["wrapglobals"];

    /// <summary>Value of a key; null when it is not there.</summary>
    public string? this[string key] => Values.TryGetValue(key, out string? value) ? value : null;

    /// <summary>Reads the head of a source text.</summary>
    public static ScriptMetadata Read(TextReader source)
    {
        Dictionary<string, string> values = [];
        for (int i = 0; i < MaxLines && source.ReadLine() is string line; i++)
        {
            ReadOnlySpan<char> text = line.AsSpan().Trim();
            if (text.StartsWith("//"))
            {
                AddComment(values, text[2..]);
            }
            else if (!text.IsEmpty && !text.StartsWith("#!"))
            {
                break;
            }
        }

        return new ScriptMetadata { Values = values };
    }

    private static void AddComment(Dictionary<string, string> values, ReadOnlySpan<char> comment)
    {
        int colon = comment.IndexOf(':');
        if (colon > 0)
        {
            string key = comment[..colon].Trim().ToString().ToLowerInvariant();
            if (key is "author" or "version" or "date" or "description" or "copyright" or "wrapglobals")
            {
                values.TryAdd(key, comment[(colon + 1)..].Trim().ToString());
            }
        }
    }
}
