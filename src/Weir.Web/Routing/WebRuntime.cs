using System.Diagnostics.CodeAnalysis;
using Weir.Analytics;
using Weir.Web.Endpoints;
using Weir.Web.Json;

namespace Weir.Web.Routing;

/// <summary>What every request shares.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The source of the stop signal needs no disposal, see there.")]
internal sealed class WebRuntime
{
    // Never disposed: it holds no timer and no handle, and requests may look at it until the very end.
    private readonly CancellationTokenSource _stopping = new();

    public WebRuntime(WebOptions options, WebServices services)
    {
        Options = options;
        Services = services;
        Json = new ResultJson(options.JsonIndent);
        Process = new ProcessReport(services.Time);
    }

    public WebOptions Options { get; }

    public WebServices Services { get; }

    public AnalyticsEngine Engine => Services.Engine;

    public ResultJson Json { get; }

    public HttpCounters Counters { get; } = new();

    public ProcessReport Process { get; }

    /// <summary>Cancelled when the server stops, so that long polls end with an answer.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public void ReleaseWaiting() => _stopping.Cancel();
}
