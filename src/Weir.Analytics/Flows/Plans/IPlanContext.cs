using Weir.Analytics.Databases;
using Weir.Analytics.Groups;
using Weir.Analytics.Hosts;
using Weir.Analytics.Names;
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

    /// <summary>Databases that the operator brought.</summary>
    LookupDatabases Databases { get; }

    /// <summary>Names of addresses.</summary>
    ReverseNames Names { get; }

    /// <summary>Hosts by address.</summary>
    HostIndex Hosts { get; }

    /// <summary>True when an rtflow record had a field of that name.</summary>
    bool IsCustomKey(string name);

    /// <summary>A function was used whose database is not there; its values are null.</summary>
    void NoteAbsent(string function);
}
