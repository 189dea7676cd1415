using System.Security.Cryptography;
using System.Text;
using Weir.Analytics;
using Weir.Export.Settings;

namespace Weir.Export.Configuration;

/// <summary>A sink as the operator wrote it. Immutable; secrets stand in it as they were written and are never shown, see <see cref="SettingMask"/>.</summary>
/// <param name="Name">Name: 1 to 64 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>, beginning with a letter or digit. Its place in the spool goes by it.</param>
/// <param name="Type">Type, one of <see cref="Sinks.SinkTypes"/>.</param>
/// <param name="Settings">Every setting but <c>type</c>.</param>
/// <param name="Origin">Where it was written, for messages: <c>conf.d/sinks.yaml:3</c> or <c>properties</c>.</param>
public sealed record SinkDefinition(string Name, string Type, IReadOnlyDictionary<string, SettingNode> Settings, string Origin)
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxNameLength = 64;

    /// <summary>Where single settings were written, by their path below the sink; the sink itself has the empty path. For messages only.</summary>
    public IReadOnlyDictionary<string, string> Places { get; init; } = new Dictionary<string, string>();

    /// <summary>True when a sink may be called that.</summary>
    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= MaxNameLength && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
    }

    /// <summary>The same text for the same settings, secrets from files and environment included: whether a running sink must be replaced.</summary>
    public string Fingerprint()
    {
        StringBuilder text = new();
        Append(text, Type);
        AppendMembers(text, Settings);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>A problem with the place where its setting was written in front of its path.</summary>
    public Diagnostic Locate(Diagnostic problem)
    {
        string root = $"sinks.{Name}";
        string path = problem.Path.StartsWith(root + ".", StringComparison.Ordinal) ? problem.Path[(root.Length + 1)..] : "";
        while (path.Length > 0 && !Places.ContainsKey(path))
        {
            // A problem with what is within a setting, or missing, stands at the setting around it.
            path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[', ':']))];
        }

        return Places.TryGetValue(path, out string? place) ? problem with { Path = $"{place}: {problem.Path}" } : problem;
    }

    private static void AppendMembers(StringBuilder text, IReadOnlyDictionary<string, SettingNode> members)
    {
        text.Append('{');
        foreach ((string name, SettingNode node) in members.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            Append(text, name);
            AppendNode(text, node);
        }

        text.Append('}');
    }

    private static void AppendNode(StringBuilder text, SettingNode node)
    {
        if (node.Members is { } members)
        {
            AppendMembers(text, members);
        }
        else if (node.Items is { } items)
        {
            text.Append('[');
            foreach (SettingNode item in items)
            {
                AppendNode(text, item);
            }

            text.Append(']');
        }
        else
        {
            Append(text, SecretText.TryExpand(node.Text!, out string expanded, out _) ? expanded : node.Text!);
        }
    }

    // The length goes first, so that no text can pose as the end of another.
    private static void Append(StringBuilder text, string value) => text.Append(value.Length).Append(':').Append(value);
}
