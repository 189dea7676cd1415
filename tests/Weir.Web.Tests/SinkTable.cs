using Weir.Web.Sinks;

namespace Weir.Web.Tests;

/// <summary>One sink that gave up nothing yet.</summary>
internal sealed class SinkTable : ISinkGateway
{
    public SinkOverview Overview() => new(
        [
            new SinkReport
            {
                Name = "main",
                Type = "loki",
                State = "retrying",
                Healthy = false,
                Waiting = 7,
                LastError = "status 503",
                Counters = new Dictionary<string, long> { ["delivered"] = 3 },
                Settings = new Dictionary<string, object?> { ["url"] = "http://loki.example:3100", ["auth"] = new Dictionary<string, object?> { ["password"] = "***" } },
            },
        ],
        ["sinks.other.url: is missing"]);

    public Task<SinkTestReport?> TestAsync(string name, CancellationToken cancel) =>
        Task.FromResult(name == "main" ? new SinkTestReport(false, "retry", "status 503", 12) : null);

    public IReadOnlyList<DeadLetterReport>? DeadLetters(string name, int limit) => name == "main" ? [] : null;

    public Task<int?> ResendAsync(string name, CancellationToken cancel) => Task.FromResult<int?>(name == "main" ? 2 : null);
}
