using System.Text;

namespace Weir.Server.Configuration;

/// <summary>Collects properties from every source, later ones over earlier ones.</summary>
/// <remarks>
/// Order: <c>conf.d/*.conf</c> of the home directory (by name), files of <c>system.propertyFiles</c>, environment variable
/// <c>RTPROP</c> (a string of <c>-D</c> options), command line.
/// </remarks>
public static class PropertyLoader
{
    private const string FilesProperty = "system.propertyFiles";

    /// <summary>Loads the properties.</summary>
    /// <param name="home">Home directory: where <c>conf.d</c> lies and relative property files start.</param>
    /// <param name="environment">Value of <c>RTPROP</c>; null when unset.</param>
    /// <param name="commandLine">The <c>-D</c> options of the command line, each as <c>name=value</c>.</param>
    /// <exception cref="PropertyException">A file is missing or a line is no <c>name=value</c>.</exception>
    public static PropertySet Load(string home, string? environment, IEnumerable<string> commandLine)
    {
        Dictionary<string, string> explicitly = [];
        foreach (string option in SplitOptions(environment ?? ""))
        {
            string definition = option.StartsWith("-D", StringComparison.Ordinal)
                ? option[2..]
                : throw new PropertyException($"RTPROP: '{option}' is no -Dname=value option");
            Add(explicitly, definition, "RTPROP");
        }

        foreach (string definition in commandLine)
        {
            Add(explicitly, definition, "command line");
        }

        Dictionary<string, string> all = [];
        string confDirectory = Path.Combine(home, "conf.d");
        if (Directory.Exists(confDirectory))
        {
            foreach (string file in Directory.EnumerateFiles(confDirectory, "*.conf").Order(StringComparer.Ordinal))
            {
                AddFile(all, file);
            }
        }

        string files = explicitly.GetValueOrDefault(FilesProperty) ?? all.GetValueOrDefault(FilesProperty) ?? "";
        foreach (string file in files.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            AddFile(all, Path.Combine(home, file));
        }

        foreach ((string name, string value) in explicitly)
        {
            all[name] = value;
        }

        return new PropertySet(all);
    }

    /// <summary>Splits a string of options at blanks, honouring single and double quotes.</summary>
    internal static IReadOnlyList<string> SplitOptions(string text)
    {
        List<string> options = [];
        StringBuilder current = new();
        char quote = '\0';
        bool any = false;
        foreach (char c in text)
        {
            if (quote != '\0')
            {
                quote = c == quote ? '\0' : quote;
                if (quote != '\0')
                {
                    current.Append(c);
                }
            }
            else if (c is '"' or '\'')
            {
                quote = c;
                any = true;
            }
            else if (!char.IsWhiteSpace(c))
            {
                current.Append(c);
                any = true;
            }
            else if (any)
            {
                options.Add(current.ToString());
                current.Clear();
                any = false;
            }
        }

        if (any)
        {
            options.Add(current.ToString());
        }

        return options;
    }

    private static void AddFile(Dictionary<string, string> into, string file)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PropertyException($"property file {file}: {(e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : e.Message)}");
        }

        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length > 0 && line[0] != '#' && line[0] != '!')
            {
                Add(into, line, $"{file}:{i + 1}");
            }
        }
    }

    private static void Add(Dictionary<string, string> into, string definition, string where)
    {
        int equals = definition.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            // -Dname alone sets an empty value, as the Java launcher that scripts were written for does.
            equals = where == "command line" && definition.Length > 0 && equals < 0 ? definition.Length : -1;
        }

        if (equals < 0)
        {
            throw new PropertyException($"{where}: '{definition}' is no name=value");
        }

        string value = equals == definition.Length ? "" : definition[(equals + 1)..];
        into[definition[..equals].Trim()] = value.Trim();
    }
}
