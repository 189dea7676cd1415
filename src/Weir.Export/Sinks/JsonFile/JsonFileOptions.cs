using Weir.Export.Settings;

namespace Weir.Export.Sinks.JsonFile;

/// <summary>Settings of a sink that writes a file.</summary>
public sealed record JsonFileOptions
{
    private const string DefaultMode = "640";

    /// <summary>The file that is written; older ones have <c>.1</c>, <c>.2</c>, ... behind its name, 1 being the newest.</summary>
    public required string Path { get; init; }

    /// <summary>The file is put aside before it would grow beyond so many bytes.</summary>
    public long MaxSize { get; init; } = 100_000_000;

    /// <summary>The file is put aside before the first event that comes when it is older than this; zero: age does not count.</summary>
    public TimeSpan MaxAge { get; init; }

    /// <summary>Files that are kept, the one being written among them.</summary>
    public int MaxFiles { get; init; } = 10;

    /// <summary>Permissions of a file that is made, narrowed by the process's umask: others may not read who talked to whom.</summary>
    public UnixFileMode Mode { get; init; } = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

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

        TimeSpan age = settings.Duration("max_age", TimeSpan.Zero);
        if (settings.Has("max_age") && age < TimeSpan.FromMinutes(1))
        {
            settings.Refuse("max_age", "expected at least 1m");
        }

        return new JsonFileOptions
        {
            Path = path,
            MaxSize = size,
            MaxAge = age,
            MaxFiles = settings.Number("max_files", 10, 1, 10_000),
            Mode = ReadMode(settings),
        };
    }

    private static UnixFileMode ReadMode(SinkSettings settings)
    {
        string text = settings.Text("mode", DefaultMode);
        bool isOctal = text.Length is 3 or 4 && text.All(c => c is >= '0' and <= '7') && (text.Length == 3 || text[0] == '0');
        UnixFileMode mode = isOctal ? (UnixFileMode)Convert.ToInt32(text, 8) : UnixFileMode.None;
        if (!mode.HasFlag(UnixFileMode.UserRead | UnixFileMode.UserWrite))
        {
            settings.Refuse("mode", $"'{text}': expected permissions in octal that let the owner read and write, such as 640");
        }

        return mode;
    }
}
