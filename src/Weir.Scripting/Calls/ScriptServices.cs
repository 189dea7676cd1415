using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Weir.Analytics;
using Weir.Scripting.Bgp;
using Weir.Scripting.Events;
using Weir.Scripting.Forwarding;
using Weir.Scripting.Network;
using Weir.Scripting.Stores;

namespace Weir.Scripting.Calls;

/// <summary>What all scripts use together.</summary>
internal sealed class ScriptServices : IDisposable
{
    private readonly ConcurrentDictionary<string, SharedValues> _shared = [];

    public required ScriptOptions Options { get; init; }

    public required AnalyticsEngine Engine { get; init; }

    public required IBgpService Bgp { get; init; }

    public required IForwardingService Forwarding { get; init; }

    public required IEventService Events { get; init; }

    public required HttpGateway Http { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>Values the scripts of one app share; the scripts of <c>script.file</c> share among themselves.</summary>
    public SharedValues SharedOf(string? app) => _shared.GetOrAdd(app ?? "", _ => new SharedValues());

    public void Dispose() => Http.Dispose();
}
