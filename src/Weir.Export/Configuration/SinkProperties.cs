using Weir.Analytics;
using Weir.Export.Settings;
using Weir.Export.Sinks;

namespace Weir.Export.Configuration;

/// <summary>Sinks from properties: <c>weir.TYPE.SETTING=value</c> makes a sink called TYPE; dots in SETTING are settings within settings.</summary>
/// <remarks>
/// A sink is made when one of its type's triggers is set: <c>weir.loki.url</c>. <c>ddos_protect.loki.host</c>, <c>.port</c> and <c>.push</c>, the properties of the
/// article's app, make a Loki sink called <see cref="DdosProtectName"/> for that app's events alone.
/// </remarks>
public static class SinkProperties
{
    /// <summary>Name of the sink that the app's properties make.</summary>
    public const string DdosProtectName = "ddos-protect-loki";

    /// <summary>What properties are called as an origin.</summary>
    public const string Origin = "properties";

    private const string DdosProtectPrefix = "ddos_protect.loki.";

    // Settings of scripts' syslog() that were there before the sink: alone they make none.
    private static readonly string[] OtherMeanings = ["weir.syslog.format", "weir.syslog.body"];

    /// <summary>Reads sinks from properties.</summary>
    /// <param name="properties">All properties; others than those of sinks are passed over.</param>
    /// <param name="types">The types there are.</param>
    /// <param name="problems">Where everything that is wrong is added.</param>
    public static IReadOnlyList<SinkDefinition> Read(IReadOnlyDictionary<string, string> properties, IEnumerable<ISinkType> types, List<Diagnostic> problems)
    {
        ArgumentNullException.ThrowIfNull(properties);
        ArgumentNullException.ThrowIfNull(types);
        ArgumentNullException.ThrowIfNull(problems);
        List<SinkDefinition> read = [];
        foreach (ISinkType type in types)
        {
            string prefix = $"weir.{type.Name}.";
            List<string> names = [.. properties.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
            if (type.Triggers.Any(trigger => properties.ContainsKey(prefix + trigger)))
            {
                read.Add(Build(type.Name, type.Name, prefix, names, properties, problems));
            }
            else if (names.Except(OtherMeanings).FirstOrDefault() is { } lonely)
            {
                problems.Add(new Diagnostic(lonely, $"makes no sink alone; set {string.Join(" or ", type.Triggers.Select(trigger => prefix + trigger))} as well"));
            }
        }

        if (properties.TryGetValue(DdosProtectPrefix + "host", out string? host) && host.Length > 0)
        {
            List<string> names = [.. ((string[])["host", "port", "push"]).Select(name => DdosProtectPrefix + name).Where(properties.ContainsKey)];
            read.Add(OnlyOfTheApp(Build(DdosProtectName, "loki", DdosProtectPrefix, names, properties, problems)));
        }

        return read;
    }

    // An app that pushes by itself with these properties must not be joined by everything else that Weir has to say.
    private static SinkDefinition OnlyOfTheApp(SinkDefinition sink) => sink with
    {
        Settings = new Dictionary<string, SettingNode>(sink.Settings, StringComparer.Ordinal) { ["filter"] = new SettingNode("service=ddos-protect") },
    };

    private static SinkDefinition Build(
        string name, string type, string prefix, IReadOnlyList<string> properties, IReadOnlyDictionary<string, string> values, List<Diagnostic> problems)
    {
        Branch root = new();
        Dictionary<string, string> places = new(StringComparer.Ordinal) { [""] = properties[0] };
        foreach (string property in properties)
        {
            string path = property[prefix.Length..];
            places[path] = property;
            if (!root.TryAdd(path.Split('.'), values[property]))
            {
                problems.Add(new Diagnostic(property, "is a value where another property has settings below it"));
            }
        }

        return new SinkDefinition(name, type, root.ToMembers(), Origin) { Places = places };
    }

    /// <summary>A map that grows by paths.</summary>
    private sealed class Branch
    {
        private readonly SortedDictionary<string, object> _members = new(StringComparer.Ordinal);

        public bool TryAdd(ReadOnlySpan<string> path, string value)
        {
            if (path.Length == 1)
            {
                return _members.TryAdd(path[0], value);
            }

            if (!_members.TryGetValue(path[0], out object? below))
            {
                _members[path[0]] = below = new Branch();
            }

            return below is Branch branch && branch.TryAdd(path[1..], value);
        }

        public IReadOnlyDictionary<string, SettingNode> ToMembers() =>
            _members.ToDictionary(m => m.Key, m => m.Value is Branch branch ? new SettingNode(branch.ToMembers()) : new SettingNode((string)m.Value), StringComparer.Ordinal);
    }
}
