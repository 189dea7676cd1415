namespace Weir.Analytics.Groups;

/// <summary>A named map from values to labels, immutable (<c>setMap</c>).</summary>
public sealed class ValueMap
{
    /// <summary>Labels with the values that carry them, as written.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Definition { get; init; }

    /// <summary>Label of a value; null when it has none.</summary>
    public string? Find(string value) => throw new NotSupportedException();
}
