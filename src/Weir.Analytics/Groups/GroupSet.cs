using Weir.Wire;

namespace Weir.Analytics.Groups;

/// <summary>A named set of address groups, immutable: longest matching prefix over all groups of the set wins.</summary>
/// <remarks>Replaced whole by <see cref="AnalyticsEngine.SetGroups"/>, so readers never lock.</remarks>
public sealed class GroupSet
{
    /// <summary>Groups by name with their prefixes as written.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Definition { get; init; }

    /// <summary>Name of the group with the longest prefix that contains the address; null when none does.</summary>
    public string? Find(NetworkAddress address) => throw new NotSupportedException();
}
