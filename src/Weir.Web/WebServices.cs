using Microsoft.Extensions.Logging;
using Weir.Analytics;
using Weir.Web.Bgp;
using Weir.Web.Events;
using Weir.Web.Prometheus;
using Weir.Web.Scripts;
using Weir.Web.Sinks;

namespace Weir.Web;

/// <summary>What the HTTP side serves from. Parts left null have no routes.</summary>
public sealed class WebServices
{
    /// <summary>The engine.</summary>
    public required AnalyticsEngine Engine { get; init; }

    /// <summary>Version text of <c>GET /version</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Where log lines go.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>Clock of uptime and of long polls.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Scripts and apps.</summary>
    public IScriptGateway? Scripts { get; init; }

    /// <summary>Forwarding of datagrams.</summary>
    public IForwardingGateway? Forwarding { get; init; }

    /// <summary>BGP neighbours; null while BGP is off.</summary>
    public IBgpGateway? Bgp { get; init; }

    /// <summary>Events that are kept; null where none are.</summary>
    public IEventGateway? Events { get; init; }

    /// <summary>Sinks; null where nothing is delivered.</summary>
    public ISinkGateway? Sinks { get; init; }

    /// <summary>Listeners, drops and readiness.</summary>
    public IServerStatus? Status { get; init; }

    /// <summary>Told of changes that were made over REST, definitions and resends; must not wait. Null where nobody wants to know.</summary>
    public Action<RestChange>? Changed { get; init; }

    /// <summary>Parts that contribute to <c>/metrics</c>.</summary>
    public IReadOnlyList<IMetricSource> MetricSources { get; init; } = [];
}
