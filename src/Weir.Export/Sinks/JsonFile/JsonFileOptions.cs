using Weir.Export.Settings;

namespace Weir.Export.Sinks.JsonFile;

/// <summary>Settings of a sink that writes a file.</summary>
public sealed record JsonFileOptions
{
    /// <summary>The file that is written; older ones have <c>.1</c>, <c>.2</c>, ... behind its name, 1 being the newest.</summary>
    public required string Path { get; init; }

    /// <summary>The file is put aside before it would grow beyond so many bytes.</summary>
    public long MaxSize { get; init; } = 100_000_000;

    /// <summary>Files that are kept, the one being written among them.</summary>
    public int MaxFiles { get; init; } = 10;

    /// <summary>Reads them.</summary>
    /// <param name="settings">Settings; what is wrong is added to their problems.</param>
    public static JsonFileOptions Read(SinkSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        string path = settings.Required("path");
        if (path.Length > 0 && (path.EndsWith('/') || Directory.Exists(path)))
        {
            settings.Refuse("path", "is a folder: expected the name of a file");
        }

        long size = settings.Bytes("max_size", 100_000_000);
        if (size < 4_096)
        {
            settings.Refuse("max_size", "expected at least 4096 bytes");
        }

        return new JsonFileOptions { Path = path, MaxSize = size, MaxFiles = settings.Number("max_files", 10, 1, 10_000) };
    }
}
