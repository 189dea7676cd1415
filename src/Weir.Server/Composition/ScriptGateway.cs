using Weir.Scripting;
using Weir.Web.Scripts;
using ScriptRequest = Weir.Scripting.ScriptRequest;

namespace Weir.Server.Composition;

/// <summary>Lets the web part reach the scripts.</summary>
internal sealed class ScriptGateway(ScriptManager manager, string appDirectory) : IScriptGateway
{
    /// <inheritdoc/>
    public IReadOnlyList<Web.Scripts.ScriptStatus> Scripts() => [.. manager.Scripts.Select(Convert)];

    /// <inheritdoc/>
    public IReadOnlyList<AppStatus> Apps()
    {
        if (!Directory.Exists(appDirectory))
        {
            return [];
        }

        IReadOnlyList<Scripting.ScriptStatus> scripts = manager.Scripts;
        return
        [
            .. Directory.EnumerateDirectories(appDirectory).Order(StringComparer.Ordinal).Select(path =>
            {
                string name = Path.GetFileName(path);
                string html = Path.Combine(path, "html");
                return new AppStatus
                {
                    Name = name,
                    Running = scripts.Where(s => s.App == name).All(s => s.State == "running"),
                    HtmlRoot = Directory.Exists(html) ? html : null,
                };
            }),
        ];
    }

    /// <inheritdoc/>
    public async Task<ScriptReply> HandleAsync(Web.Scripts.ScriptRequest request, CancellationToken cancel)
    {
        ScriptResponse response = await manager.HandleAsync(
            new ScriptRequest
            {
                App = request.App,
                Script = request.File,
                Method = request.Method,
                Path = request.Path,
                Format = request.Format,
                Query = request.Query,
                Url = request.Url,
                ContentType = request.ContentType,
                Body = request.Body,
                Headers = request.Headers,
            },
            cancel);
        return new ScriptReply(response.Status, response.ContentType, response.Body);
    }

    private static Web.Scripts.ScriptStatus Convert(Scripting.ScriptStatus status) => new()
    {
        Name = status.Name,
        App = status.App,
        State = status.State,
        Author = status.Author,
        Version = status.Version,
        Date = status.Date,
        Description = status.Description,
        Copyright = status.Copyright,
        Error = status.Error,
        Restarts = (int)status.Restarts,
    };
}
