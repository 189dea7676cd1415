using System.Collections.Frozen;

namespace Weir.Analytics.Groups;

/// <summary>A named map from values to labels, immutable (<c>setMap</c>). Values are compared as text, byte by byte.</summary>
public sealed class ValueMap
{
    private readonly FrozenDictionary<string, string> _labels;

    /// <summary>Makes a map; a value listed under two labels belongs to the last one.</summary>
    /// <param name="definition">Labels with their values.</param>
    /// <param name="updatedMs">When it was set, in ms since the epoch.</param>
    public ValueMap(IReadOnlyDictionary<string, IReadOnlyList<string>> definition, long updatedMs)
    {
        Definition = definition;
        UpdatedMs = updatedMs;
        Dictionary<string, string> labels = new(StringComparer.Ordinal);
        foreach ((string label, IReadOnlyList<string> values) in definition)
        {
            foreach (string value in values)
            {
                labels[value] = label;
            }
        }

        _labels = labels.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Labels with the values that carry them, as written.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Definition { get; }

    /// <summary>When the map was set, in ms since the epoch.</summary>
    public long UpdatedMs { get; }

    /// <summary>Label of a value; null when it has none.</summary>
    public string? Find(string value) => _labels.GetValueOrDefault(value);

    /// <summary>Label of a value given as characters, without making a string of it; null when it has none.</summary>
    public string? Find(ReadOnlySpan<char> value) =>
        _labels.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(value, out string? label) ? label : null;
}
