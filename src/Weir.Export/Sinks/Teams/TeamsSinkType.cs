using Weir.Export.Http;
using Weir.Export.Settings;

namespace Weir.Export.Sinks.Teams;

/// <summary><c>type: teams</c>: a channel of Microsoft Teams, by a workflow's webhook or an old connector.</summary>
internal sealed class TeamsSinkType : ISinkType
{
    /// <inheritdoc/>
    public string Name => "teams";

    /// <inheritdoc/>
    public string Summary => "Events to a Microsoft Teams channel by workflow webhook";

    /// <inheritdoc/>
    public IReadOnlyList<string> Triggers { get; } = ["url"];

    /// <inheritdoc/>
    public ISink Create(SinkSettings settings, SinkContext context)
    {
        ArgumentNullException.ThrowIfNull(settings);
        string style = settings.Text("style", "workflow");
        if (style is not ("workflow" or "connector"))
        {
            settings.Refuse("style", $"'{style}': expected workflow or connector");
        }

        Uri url = settings.SecretUrl("url") ?? Placeholder.Url;
        return new TeamsSink(HttpSender.Create(settings, context), url, style == "connector" ? TeamsStyle.Connector : TeamsStyle.Workflow);
    }
}
