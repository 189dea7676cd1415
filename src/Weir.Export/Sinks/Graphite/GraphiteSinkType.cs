using Weir.Export.Settings;

namespace Weir.Export.Sinks.Graphite;

/// <summary><c>type: graphite</c>: carbon and everything that takes its plain text.</summary>
internal sealed class GraphiteSinkType : ISinkType
{
    /// <inheritdoc/>
    public string Name => "graphite";

    /// <inheritdoc/>
    public string Summary => "Metrics to Graphite (carbon) as plain text over TCP";

    /// <inheritdoc/>
    public IReadOnlyList<string> Triggers { get; } = ["host"];

    /// <inheritdoc/>
    public ISink Create(SinkSettings settings, SinkContext context)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(context);
        string prefix = settings.Text("prefix", "sflow");
        if (prefix.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is ';' or '/'))
        {
            settings.Refuse("prefix", "may hold no blank, semicolon or slash");
        }

        string form = settings.Text("form", "tags");
        if (form is not ("tags" or "path"))
        {
            settings.Refuse("form", $"'{form}': expected tags or path");
        }

        GraphiteOptions options = new()
        {
            Host = settings.Required("host"),
            Port = settings.Number("port", 2003, 1, 65_535),
            Prefix = prefix.Length == 0 || prefix.EndsWith('.') ? prefix : prefix + ".",
            Tagged = form == "tags",
            Confirm = settings.Flag("confirm", true),
            Timeout = settings.Timeout("timeout", TimeSpan.FromSeconds(10)),
        };
        return new GraphiteSink(options, context.Time);
    }
}
