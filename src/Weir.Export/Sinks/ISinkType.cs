using Weir.Export.Settings;

namespace Weir.Export.Sinks;

/// <summary>A kind of sink that can be configured: <c>type: loki</c>.</summary>
public interface ISinkType
{
    /// <summary>The word in <c>type:</c> and in properties: <c>loki</c>.</summary>
    string Name { get; }

    /// <summary>What it is, in one line, for <c>./run sink types</c> and REST.</summary>
    string Summary { get; }

    /// <summary>The settings of which one suffices to have a sink of this type from properties alone, as in <c>weir.loki.url</c>.</summary>
    IReadOnlyList<string> Triggers { get; }

    /// <summary>Reads the settings and makes the sink; opens nothing yet.</summary>
    /// <param name="settings">Settings; whatever is wrong is added to their problems, and the sink is then thrown away.</param>
    /// <param name="context">What the sink may use.</param>
    ISink Create(SinkSettings settings, SinkContext context);
}
