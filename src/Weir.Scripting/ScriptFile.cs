namespace Weir.Scripting;

/// <summary>A script that is to run.</summary>
/// <param name="App">App it belongs to; null for a script of the property <c>script.file</c>.</param>
/// <param name="Name">File name.</param>
/// <param name="Path">Absolute path.</param>
public sealed record ScriptFile(string? App, string Name, string Path)
{
    /// <summary>What log lines, stores and <c>/script/{id}/...</c> call it: the file name, or <c>app~file</c>.</summary>
    public string Id => App is null ? Name : $"{App}~{Name}";

    /// <summary>What its events call their maker: the app, or the file's name without its ending.</summary>
    public string Service => App ?? System.IO.Path.GetFileNameWithoutExtension(Name);

    /// <summary>Finds all scripts: <c>app/*/scripts/*.js</c> below the home directory, then the files of <c>script.file</c>.</summary>
    public static IReadOnlyList<ScriptFile> FindAll(ScriptOptions options)
    {
        List<ScriptFile> found = [];
        string apps = System.IO.Path.Combine(options.HomeDirectory, "app");
        if (Directory.Exists(apps))
        {
            foreach (string app in Directory.GetDirectories(apps).Order(StringComparer.Ordinal))
            {
                found.AddRange(FindApp(app));
            }
        }

        found.AddRange(options.Files.Select(f => new ScriptFile(null, System.IO.Path.GetFileName(f), System.IO.Path.GetFullPath(f, options.WorkingDirectory))));
        return found;
    }

    private static IEnumerable<ScriptFile> FindApp(string directory)
    {
        string scripts = System.IO.Path.Combine(directory, "scripts");
        string app = System.IO.Path.GetFileName(directory);
        return Directory.Exists(scripts)
            ? Directory.GetFiles(scripts, "*.js").Order(StringComparer.Ordinal).Select(f => new ScriptFile(app, System.IO.Path.GetFileName(f), System.IO.Path.GetFullPath(f)))
            : [];
    }
}
