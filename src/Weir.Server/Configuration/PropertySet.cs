using System.Collections;
using System.Globalization;

namespace Weir.Server.Configuration;

/// <summary>The system properties Weir runs with: <c>name=value</c> pairs from files, the environment and the command line.</summary>
/// <remarks>Immutable after <see cref="PropertyLoader"/> made it. All values are text; an empty value is a value.</remarks>
public sealed class PropertySet : IReadOnlyDictionary<string, string>
{
    private readonly Dictionary<string, string> _values;

    /// <summary>Wraps the final pairs.</summary>
    public PropertySet(IReadOnlyDictionary<string, string> values)
    {
        _values = new Dictionary<string, string>(values, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _values.Keys;

    /// <inheritdoc/>
    public IEnumerable<string> Values => _values.Values;

    /// <inheritdoc/>
    public int Count => _values.Count;

    /// <inheritdoc/>
    public string this[string key] => _values[key];

    /// <summary>The value, or <paramref name="fallback"/> when the property is absent.</summary>
    public string Text(string name, string fallback) => _values.GetValueOrDefault(name, fallback);

    /// <summary>The value, or null when the property is absent or empty.</summary>
    public string? TextOrNull(string name) => _values.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;

    /// <summary>A yes/no property.</summary>
    /// <exception cref="PropertyException">The value is none of yes, no, true, false.</exception>
    public bool Flag(string name, bool fallback) => Text(name, fallback ? "yes" : "no").ToUpperInvariant() switch
    {
        "YES" or "TRUE" => true,
        "NO" or "FALSE" or "" => false,
        string other => throw new PropertyException($"property {name}={other}: expected yes or no"),
    };

    /// <summary>A whole number within bounds.</summary>
    /// <exception cref="PropertyException">The value is no number or out of bounds.</exception>
    public int Number(string name, int fallback, int minimum, int maximum)
    {
        if (!_values.TryGetValue(name, out string? text))
        {
            return fallback;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= minimum && value <= maximum
            ? value
            : throw new PropertyException($"property {name}={text}: expected a whole number from {minimum} to {maximum}");
    }

    /// <summary>A comma-separated list without empty items.</summary>
    public IReadOnlyList<string> List(string name) =>
        Text(name, "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _values.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out string value) => _values.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _values.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => _values.GetEnumerator();
}
