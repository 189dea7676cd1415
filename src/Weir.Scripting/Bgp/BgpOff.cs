using Microsoft.Extensions.Logging;
using Weir.Scripting.Hosting;

namespace Weir.Scripting.Bgp;

/// <summary>Stands in when BGP is off: nothing happens, and the first call says so in the log.</summary>
public sealed class BgpOff : IBgpService
{
    private readonly ILogger _logger;
    private int _told;

    /// <summary>Makes the stand-in.</summary>
    public BgpOff(ILogger logger)
    {
        _logger = logger;
    }

    /// <inheritdoc/>
    public bool AddNeighbor(BgpNeighborSpec neighbor, Action<string, bool> stateChanged) => Refuse();

    /// <inheritdoc/>
    public bool RemoveNeighbor(string router) => Refuse();

    /// <inheritdoc/>
    public bool AddSource(BgpSourceSpec source) => Refuse();

    /// <inheritdoc/>
    public bool RemoveSource(string agent) => Refuse();

    /// <inheritdoc/>
    public bool AddRoute(string router, BgpRouteSpec route) => Refuse();

    /// <inheritdoc/>
    public bool RemoveRoute(string router, string prefix) => Refuse();

    /// <inheritdoc/>
    public int RouteCount(string router)
    {
        Refuse();
        return 0;
    }

    /// <inheritdoc/>
    public bool AddFlow(string router, BgpFlowSpec flow) => Refuse();

    /// <inheritdoc/>
    public bool RemoveFlow(string router, BgpFlowSpec flow) => Refuse();

    /// <inheritdoc/>
    public int FlowCount(string router)
    {
        Refuse();
        return 0;
    }

    /// <inheritdoc/>
    public BgpTopPrefixes? TopPrefixes(BgpTopPrefixesQuery query)
    {
        Refuse();
        return null;
    }

    /// <inheritdoc/>
    public bool SetNextHops(IReadOnlyDictionary<string, string> macByNextHop) => Refuse();

    private bool Refuse()
    {
        if (Interlocked.Exchange(ref _told, 1) == 0)
        {
            _logger.BgpIsOff();
        }

        return false;
    }
}
