using Weir.Export.Http;
using Weir.Export.Settings;

namespace Weir.Export.Sinks.Slack;

/// <summary><c>type: slack</c>: an incoming webhook of Slack, Mattermost or Rocket.Chat.</summary>
internal sealed class SlackSinkType : ISinkType
{
    /// <inheritdoc/>
    public string Name => "slack";

    /// <inheritdoc/>
    public string Summary => "Events to a Slack channel by incoming webhook";

    /// <inheritdoc/>
    public IReadOnlyList<string> Triggers { get; } = ["url"];

    /// <inheritdoc/>
    public ISink Create(SinkSettings settings, SinkContext context)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new SlackSink(HttpSender.Create(settings, context), settings.SecretUrl("url") ?? Placeholder.Url, settings.Flag("details", true));
    }
}
