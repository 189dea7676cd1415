using System.Net;
using Weir.Ingest.Udp;
using Weir.Scripting;
using Weir.Web;

namespace Weir.Server.Composition;

/// <summary>Tells the pages and health checks what listens and what is not ready yet.</summary>
internal sealed class ServerStatus(Func<UdpReceiver?> receiver, Func<WeirWebHost?> http, Func<ScriptManager?> scripts, Func<IReadOnlyList<IPEndPoint>> bgp, Func<string?> export) : IServerStatus
{
    /// <inheritdoc/>
    public IReadOnlyList<Listener> Listeners
    {
        get
        {
            List<Listener> listeners = [];
            if (receiver()?.LocalEndPoint is { } sflow)
            {
                listeners.Add(new Listener("sFlow", "udp", sflow.Address.ToString(), sflow.Port));
            }

            listeners.AddRange((http()?.Endpoints ?? []).Select(u => new Listener("HTTP", "tcp", u.Host, u.Port)));
            listeners.AddRange(bgp().Select(e => new Listener("BGP", "tcp", e.Address.ToString(), e.Port)));
            return listeners;
        }
    }

    /// <inheritdoc/>
    public long DatagramsDiscarded => receiver()?.Statistics().Sum(s => s.KernelDrops + s.Refused) ?? 0;

    /// <inheritdoc/>
    public IReadOnlyList<string> NotReady =>
    [
        .. scripts() is { } manager && !manager.WhenLoaded.IsCompleted ? ["scripts are starting"] : Array.Empty<string>(),
        .. export() is { } problem ? [problem] : Array.Empty<string>(),
    ];
}
