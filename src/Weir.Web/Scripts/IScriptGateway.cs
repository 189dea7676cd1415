namespace Weir.Web.Scripts;

/// <summary>The scripts and apps behind the HTTP side; the server adapts the script host to it.</summary>
public interface IScriptGateway
{
    /// <summary>Every script, those of apps included, in a stable order.</summary>
    IReadOnlyList<ScriptStatus> Scripts();

    /// <summary>Installed apps by name.</summary>
    IReadOnlyList<AppStatus> Apps();

    /// <summary>Hands a request to the HTTP handler of a script and waits for its answer.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancel">Cancelled when the client went away.</param>
    /// <returns>The answer; a script that does not exist, has no handler, is busy or is dead is an answer too.</returns>
    Task<ScriptReply> HandleAsync(ScriptRequest request, CancellationToken cancel);
}
