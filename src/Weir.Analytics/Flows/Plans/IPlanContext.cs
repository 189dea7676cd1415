using Weir.Analytics.Groups;
using Weir.Analytics.Topology;

namespace Weir.Analytics.Flows.Plans;

/// <summary>What definitions refer to by name.</summary>
internal interface IPlanContext
{
    /// <summary>The place of a group set, defined or not.</summary>
    GroupSetHandle Groups(string set);

    /// <summary>The place of a value map, defined or not.</summary>
    ValueMapHandle Map(string name);

    /// <summary>The topology.</summary>
    TopologyStore Topology { get; }

    /// <summary>True when an rtflow record had a field of that name.</summary>
    bool IsCustomKey(string name);

    /// <summary>A function was used whose database is not there; its values are null.</summary>
    void NoteAbsent(string function);
}
