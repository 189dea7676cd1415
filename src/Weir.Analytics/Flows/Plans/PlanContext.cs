using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Weir.Analytics.Databases;
using Weir.Analytics.Groups;
using Weir.Analytics.Hosts;
using Weir.Analytics.Names;
using Weir.Analytics.Topology;

namespace Weir.Analytics.Flows.Plans;

/// <summary>Gives definitions what an engine has under the names they use. Safe from any thread.</summary>
internal sealed partial class PlanContext : IPlanContext
{
    /// <summary>Names of rtflow fields kept; further ones cannot be used as keys.</summary>
    public const int MaxCustomKeys = 1_000;

    private readonly ConcurrentDictionary<string, bool> _customKeys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _absent = new(StringComparer.Ordinal);
    private readonly AnalyticsEngine _engine;

    /// <summary>Looks things up in an engine.</summary>
    public PlanContext(AnalyticsEngine engine)
    {
        _engine = engine;
    }

    /// <inheritdoc/>
    public TopologyStore Topology => _engine.Topology;

    /// <inheritdoc/>
    public LookupDatabases Databases => _engine.Databases;

    /// <inheritdoc/>
    public ReverseNames Names => _engine.Names;

    /// <inheritdoc/>
    public HostIndex Hosts => _engine.Hosts;

    /// <inheritdoc/>
    public GroupSetHandle Groups(string set) => _engine.GroupSets.GetHandle(set);

    /// <inheritdoc/>
    public ValueMapHandle Map(string name) => _engine.ValueMaps.GetHandle(name);

    /// <inheritdoc/>
    public bool IsCustomKey(string name) => _customKeys.ContainsKey(name);

    /// <inheritdoc/>
    public void NoteAbsent(string function)
    {
        if (_absent.TryAdd(function, true))
        {
            LogAbsent(_engine.Logger, function);
        }
    }

    /// <summary>Makes the name of an rtflow field known; false when too many are.</summary>
    public bool TryAddCustomKey(string name) => _customKeys.Count < MaxCustomKeys && (_customKeys.TryAdd(name, true) || _customKeys.ContainsKey(name));

    [LoggerMessage(Level = LogLevel.Information, Message = "Key function {Function} has no database or server (see docs/properties.md): its value is null, or the address itself")]
    private static partial void LogAbsent(ILogger logger, string function);
}
