using Weir.Export.Settings;

namespace Weir.Export.Sinks.JsonFile;

/// <summary>A file on this machine.</summary>
public sealed class JsonFileSinkType : ISinkType
{
    /// <inheritdoc/>
    public string Name => "file";

    /// <inheritdoc/>
    public string Summary => "a file of JSON lines, rotated by size and age";

    /// <inheritdoc/>
    public IReadOnlyList<string> Triggers { get; } = ["path"];

    /// <inheritdoc/>
    public ISink Create(SinkSettings settings, SinkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new JsonFileSink(JsonFileOptions.Read(settings), context.Time);
    }
}
