using System.Globalization;
using Weir.Analytics;

namespace Weir.Export.Settings;

/// <summary>Reads one sink's settings by name and type, and collects everything that is wrong with them.</summary>
/// <remarks>
/// A value that is missing or wrong gives its default, so that reading goes on and every problem is found at once. A setting that nobody
/// asked for is a problem too, see <see cref="RefuseUnknown"/>.
/// </remarks>
public sealed class SinkSettings
{
    private static readonly TimeSpan LeastTimeout = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan MostTimeout = TimeSpan.FromHours(1);

    private readonly string _path;
    private readonly IReadOnlyDictionary<string, SettingNode> _members;
    private readonly List<Diagnostic> _problems;
    private readonly SettingSecrets _secrets;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly List<SinkSettings> _sections = [];

    /// <summary>Settings of a sink.</summary>
    /// <param name="path">Where they were written, for messages: <c>sinks.loki-main</c>.</param>
    /// <param name="members">What was written.</param>
    /// <param name="problems">Where problems are collected.</param>
    public SinkSettings(string path, IReadOnlyDictionary<string, SettingNode> members, List<Diagnostic> problems)
        : this(path, members, problems, new SettingSecrets(path))
    {
    }

    private SinkSettings(string path, IReadOnlyDictionary<string, SettingNode> members, List<Diagnostic> problems, SettingSecrets secrets)
    {
        _path = path;
        _members = members;
        _problems = problems;
        _secrets = secrets;
    }

    /// <summary>What was read so far and must not be shown.</summary>
    public SettingSecrets Secrets => _secrets;

    /// <summary>Everything found wrong so far.</summary>
    public IReadOnlyList<Diagnostic> Problems => _problems;

    /// <summary>The names that were written, ordered; for maps whose names are the operator's.</summary>
    public IReadOnlyList<string> Names => [.. _members.Keys.Order(StringComparer.Ordinal)];

    /// <summary>True when the setting was written.</summary>
    public bool Has(string name) => _members.ContainsKey(name);

    /// <summary>Adds a problem with a setting.</summary>
    public void Refuse(string name, string message) => _problems.Add(new Diagnostic(PathOf(name), message));

    /// <summary>A text, or null.</summary>
    public string? TextOrNull(string name)
    {
        _asked.Add(name);
        if (!_members.TryGetValue(name, out SettingNode? node))
        {
            return null;
        }

        if (node.Text is not { } text)
        {
            Refuse(name, "expected a text");
            return null;
        }

        // Secrets may stand in any setting: they are looked up where they are read and are never written back.
        List<string> found = [];
        if (!SecretText.TryExpand(text, out string expanded, out string? problem, found))
        {
            return RefuseText(name, problem!);
        }

        _secrets.AddRange(found);
        if (SettingSecrets.LooksSecret(name))
        {
            _secrets.Add(PathOf(name), expanded);
        }

        return expanded;
    }

    /// <summary>A text that must never be shown or logged, or null. Names such as <c>token</c> or <c>password</c> are taken for secrets anyway.</summary>
    public string? SecretOrNull(string name)
    {
        string? text = TextOrNull(name);
        if (text is not null)
        {
            _secrets.Add(PathOf(name), text);
        }

        return text;
    }

    /// <summary>An address of which path and query are a secret, as those of Slack's webhooks; null when missing or wrong.</summary>
    public Uri? SecretUrl(string name, string? otherwise = null)
    {
        Uri? url = Url(name, otherwise);
        if (url is not null && Has(name))
        {
            _secrets.Add(PathOf(name), url.PathAndQuery.Trim('/'));
        }

        return url;
    }

    /// <summary>A text.</summary>
    public string Text(string name, string otherwise) => TextOrNull(name) ?? otherwise;

    /// <summary>A text that must be there.</summary>
    public string Required(string name)
    {
        if (!Has(name))
        {
            _asked.Add(name);
            Refuse(name, "is missing");
            return "";
        }

        return TextOrNull(name) ?? "";
    }

    /// <summary>An absolute http or https address; null when missing or wrong.</summary>
    public Uri? Url(string name, string? otherwise = null)
    {
        string? text = TextOrNull(name) ?? otherwise;
        if (text is null)
        {
            Refuse(name, "is missing");
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https")
        {
            _secrets.Add(null, url.UserInfo);
            return url;
        }

        Refuse(name, "expected an address that begins with http:// or https://");
        return null;
    }

    /// <summary>A whole number within bounds.</summary>
    public int Number(string name, int otherwise, int min, int max)
    {
        if (TextOrNull(name) is not { } text)
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max)
        {
            return value;
        }

        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"'{text}': expected a whole number from {min} to {max}"));
        return otherwise;
    }

    /// <summary>yes or no (true or false).</summary>
    public bool Flag(string name, bool otherwise)
    {
        if (TextOrNull(name) is not { } text)
        {
            return otherwise;
        }

        switch (text)
        {
            case "yes" or "true":
                return true;
            case "no" or "false":
                return false;
            default:
                Refuse(name, $"'{text}': expected yes or no");
                return otherwise;
        }
    }

    /// <summary>A duration: a number with ms, s, m, h or d.</summary>
    public TimeSpan Duration(string name, TimeSpan otherwise)
    {
        if (TextOrNull(name) is not { } text)
        {
            return otherwise;
        }

        if (Units.TryDuration(text, out TimeSpan value))
        {
            return value;
        }

        Refuse(name, $"'{text}': expected a duration such as 500ms, 10s, 5m, 1h");
        return otherwise;
    }

    /// <summary>How long a receiver is waited for: from 10 ms, for less would never succeed, to an hour.</summary>
    public TimeSpan Timeout(string name, TimeSpan otherwise)
    {
        TimeSpan value = Duration(name, otherwise);
        if (value < LeastTimeout || value > MostTimeout)
        {
            Refuse(name, "expected a duration from 10ms to 1h");
            return otherwise;
        }

        return value;
    }

    /// <summary>A size in bytes: a number, or one with kB, MB or GB (powers of 1000).</summary>
    public long Bytes(string name, long otherwise)
    {
        if (TextOrNull(name) is not { } text)
        {
            return otherwise;
        }

        if (Units.TryBytes(text, out long value))
        {
            return value;
        }

        Refuse(name, $"'{text}': expected a size such as 65536, 256kB, 1MB");
        return otherwise;
    }

    /// <summary>A list of texts: a YAML list, or one text with commas.</summary>
    public IReadOnlyList<string> List(string name)
    {
        if (_members.TryGetValue(name, out SettingNode? node) && node.Items is { } items)
        {
            _asked.Add(name);
            return [.. items.Select((item, i) => item.Text ?? RefuseText($"{name}[{i}]", "expected a text") ?? "")];
        }

        return TextOrNull(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
    }

    /// <summary>A map of texts; empty when missing.</summary>
    public IReadOnlyDictionary<string, string> Map(string name)
    {
        SinkSettings section = Section(name);
        Dictionary<string, string> map = new(StringComparer.Ordinal);
        foreach (string key in section.Names)
        {
            map[key] = section.Text(key, "");
        }

        return map;
    }

    /// <summary>A map within the settings; an empty one when missing.</summary>
    public SinkSettings Section(string name)
    {
        _asked.Add(name);
        IReadOnlyDictionary<string, SettingNode>? members = null;
        if (_members.TryGetValue(name, out SettingNode? node))
        {
            members = node.Members;
            if (members is null)
            {
                Refuse(name, "expected settings below it");
            }
        }

        SinkSettings section = new($"{_path}.{name}", members ?? new Dictionary<string, SettingNode>(), _problems, _secrets);
        _sections.Add(section);
        return section;
    }

    /// <summary>Makes every setting that was written but never asked for a problem; once everything was read.</summary>
    public void RefuseUnknown()
    {
        foreach (string name in _members.Keys.Where(name => !_asked.Contains(name)).Order(StringComparer.Ordinal))
        {
            Refuse(name, "is no setting of this sink");
        }

        foreach (SinkSettings section in _sections)
        {
            section.RefuseUnknown();
        }
    }

    private string PathOf(string name) => name.Length == 0 ? _path : $"{_path}.{name}";

    private string? RefuseText(string name, string message)
    {
        Refuse(name, message);
        return null;
    }
}
