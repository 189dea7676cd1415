using System.Text;
using Weir.Web.Scripts;

namespace Weir.Web.Tests;

/// <summary>A script host of one app and two scripts that notes requests and answers what the test says.</summary>
internal sealed class RecordingScripts(string? htmlRoot = null) : IScriptGateway
{
    public ScriptRequest? Last { get; private set; }

    public bool Running { get; set; } = true;

    public ScriptReply Reply { get; set; } = new(204, "", ReadOnlyMemory<byte>.Empty);

    public static ScriptReply Value(string json) => new(200, "application/json", Encoding.UTF8.GetBytes(json));

    public IReadOnlyList<ScriptStatus> Scripts() =>
    [
        new ScriptStatus { Name = "own.js", State = "running", Author = "A. U. Thor", Uptime = 5 },
        new ScriptStatus { Name = "ddos.js", App = "ddos-protect", State = "failed", Error = "ddos.js:3: x is not defined", Restarts = 2 },
    ];

    public IReadOnlyList<AppStatus> Apps() => [new AppStatus { Name = "ddos-protect", Running = Running, HtmlRoot = htmlRoot }];

    public Task<ScriptReply> HandleAsync(ScriptRequest request, CancellationToken cancel)
    {
        Last = request;
        return Task.FromResult(Reply);
    }
}
