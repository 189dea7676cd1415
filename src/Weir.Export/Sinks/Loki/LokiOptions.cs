using System.Globalization;
using Weir.Export.Settings;

namespace Weir.Export.Sinks.Loki;

/// <summary>Settings of a Loki sink.</summary>
public sealed record LokiOptions
{
    /// <summary>Where Loki takes pushes.</summary>
    public const string DefaultPush = "/loki/api/v1/push";

    /// <summary>The label that every stream has.</summary>
    public const string ServiceLabel = "service_name";

    /// <summary>Loki's own <c>max_line_size</c>: 256 KiB.</summary>
    public const int DefaultMaxLine = 262_144;

    private const int MaxLabels = 15; // Loki's max_label_names_per_series.
    private const int MaxLabelValue = 2_048; // Loki's max_label_value_length.

    /// <summary>Where events are sent.</summary>
    public required Uri Url { get; init; }

    /// <summary>Value of <c>X-Scope-OrgID</c>; null sends none.</summary>
    public string? Tenant { get; init; }

    /// <summary>Headers of every request.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers => Tenant is null ? [] : [KeyValuePair.Create("X-Scope-OrgID", Tenant)];

    /// <summary>Labels that every stream gets, beside <see cref="ServiceLabel"/>. The same for all events: a label that varies makes streams without end.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Metadata name of the event's id; null sends none.</summary>
    public string? IdName { get; init; }

    /// <summary>Metadata name of the event's kind; null sends none.</summary>
    public string? KindName { get; init; }

    /// <summary>Metadata name of the event's subject; null sends none.</summary>
    public string? SubjectName { get; init; }

    /// <summary>Longest line, in bytes.</summary>
    public int MaxLine { get; init; } = DefaultMaxLine;

    /// <summary>True: a longer line is given up. False: it is cut, and ends with <see cref="LokiBody.CutMark"/>.</summary>
    public bool RejectLongLines { get; init; }

    /// <summary>Reads them.</summary>
    /// <param name="settings">Settings; what is wrong is added to their problems.</param>
    /// <param name="defaultPush">Path behind the address, unless <c>push</c> says otherwise.</param>
    public static LokiOptions Read(SinkSettings settings, string defaultPush = DefaultPush)
    {
        ArgumentNullException.ThrowIfNull(settings);
        string push = settings.Text("push", defaultPush);
        if (!push.StartsWith('/'))
        {
            settings.Refuse("push", "expected a path that begins with a slash");
            push = defaultPush;
        }

        SinkSettings metadata = settings.Section("metadata");
        return new LokiOptions
        {
            Url = ReceiverUrl.WithPath(ReadUrl(settings), push),
            Tenant = ReadTenant(settings),
            Labels = ReadLabels(settings),
            IdName = ReadName(metadata, "id"),
            KindName = ReadName(metadata, "kind"),
            SubjectName = ReadName(metadata, "subject"),
            MaxLine = (int)Math.Clamp(settings.Bytes("max_line", DefaultMaxLine), 64, 100_000_000),
            RejectLongLines = ReadLongLines(settings),
        };
    }

    /// <summary>True for letters, digits and underscores that do not begin with a digit: what Loki takes as a name.</summary>
    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
    }

    private static Uri ReadUrl(SinkSettings settings)
    {
        Uri nowhere = new("http://127.0.0.1:3100");
        if (settings.Has("url") || !settings.Has("host"))
        {
            // host and port are the names of the article's app; they are understood for its sake.
            return settings.Url("url") ?? nowhere;
        }

        string host = settings.Text("host", "");
        int port = settings.Number("port", 3_100, 1, ushort.MaxValue);
        string bracketed = host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[') ? $"[{host}]" : host;
        if (Uri.TryCreate(string.Create(CultureInfo.InvariantCulture, $"http://{bracketed}:{port}"), UriKind.Absolute, out Uri? url))
        {
            return url;
        }

        settings.Refuse("host", "expected a host's name or address");
        return nowhere;
    }

    private static string? ReadTenant(SinkSettings settings)
    {
        string? tenant = settings.TextOrNull("tenant");
        if (tenant is not null && (tenant.Length is 0 or > 150 || tenant.Any(c => c is <= ' ' or > '~' or '|')))
        {
            // Loki answers several tenants on a push with 400, which would cost the events.
            settings.Refuse("tenant", "expected one tenant: 1 to 150 printable ASCII characters without blanks and '|'");
        }

        return tenant;
    }

    private static IReadOnlyDictionary<string, string> ReadLabels(SinkSettings settings)
    {
        IReadOnlyDictionary<string, string> labels = settings.Map("labels");
        foreach ((string name, string value) in labels)
        {
            if (!IsName(name) || name.StartsWith("__", StringComparison.Ordinal))
            {
                settings.Refuse($"labels.{name}", "expected a name of letters, digits and underscores that begins with neither a digit nor two underscores");
            }

            if (value.Length is 0 or > MaxLabelValue)
            {
                settings.Refuse($"labels.{name}", string.Create(CultureInfo.InvariantCulture, $"expected a value of 1 to {MaxLabelValue} characters"));
            }
        }

        if (labels.Count + (labels.ContainsKey(ServiceLabel) ? 0 : 1) > MaxLabels)
        {
            settings.Refuse("labels", string.Create(CultureInfo.InvariantCulture, $"are more than Loki's {MaxLabels}"));
        }

        return labels;
    }

    private static string? ReadName(SinkSettings metadata, string setting)
    {
        string? name = metadata.TextOrNull(setting);
        if (name is not null && !IsName(name))
        {
            metadata.Refuse(setting, "expected a name of letters, digits and underscores");
        }

        return name;
    }

    private static bool ReadLongLines(SinkSettings settings)
    {
        string policy = settings.Text("long_lines", "cut");
        if (policy is not ("cut" or "reject"))
        {
            settings.Refuse("long_lines", $"'{policy}': expected cut or reject");
        }

        return policy == "reject";
    }
}
