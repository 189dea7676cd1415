using System.Globalization;
using Weir.Analytics;

namespace Weir.Web;

/// <summary>Settings of the HTTP side. The property that sets each is named in its doc.</summary>
public sealed class WebOptions
{
    /// <summary>Address or name to listen on; <c>0.0.0.0</c>, <c>::</c> or <c>*</c> for every interface; null when the operator said nothing (<c>http.hostname</c>).</summary>
    public string? Hostname { get; set; }

    /// <summary>TCP port, 0 for any free one. Default 8008 (<c>http.port</c>).</summary>
    public int Port { get; set; } = 8008;

    /// <summary>True to refuse calls that change flows, thresholds, groups, maps, topology or forwarding. Default false (<c>http.readonly</c>).</summary>
    public bool ReadOnly { get; set; }

    /// <summary>False to serve no pages. Default true (<c>http.html</c>).</summary>
    public bool Html { get; set; } = true;

    /// <summary>False to serve no REST calls either, where <see cref="Html"/> is false too. Default true (<c>http.rest</c>).</summary>
    public bool Rest { get; set; } = true;

    /// <summary>True for a log line a request. Default false (<c>http.log</c>).</summary>
    public bool LogRequests { get; set; }

    /// <summary>Spaces a level of JSON output, 0 to 8; 0 is the compact form. Default 1 (<c>http.json.indent</c>).</summary>
    public int JsonIndent { get; set; } = 1;

    /// <summary>Where a browser that asks for <c>/</c> is sent. Default <c>./html/index.html</c> (<c>http.html.redirect</c>).</summary>
    public string HtmlRedirect { get; set; } = "./html/index.html";

    /// <summary>Largest request body in bytes; a larger one is answered 413. Default 8 MiB: a topology of 50,000 links (<c>weir.http.maxbody</c>).</summary>
    public long MaxBodyBytes { get; set; } = 8L << 20;

    /// <summary>Long polls that may wait at a time; further ones are answered 503 and counted. Default 1,000 (<c>weir.http.maxwaiting</c>).</summary>
    public int MaxWaiting { get; set; } = 1_000;

    /// <summary>Longest time a long poll waits, whatever the client asks for. Default 10 minutes: proxies give up before that.</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Connections open at a time; further ones are closed at once. Default 4,096 (<c>weir.http.maxconnections</c>).</summary>
    public int MaxConnections { get; set; } = 4_096;

    /// <summary>User of basic authentication; null for none (<c>weir.http.user</c>).</summary>
    public string? User { get; set; }

    /// <summary>Password of basic authentication (<c>weir.http.password</c>).</summary>
    public string? Password { get; set; }

    /// <summary>Token that is accepted as <c>Authorization: Bearer</c>; null for none (<c>weir.http.token</c>).</summary>
    public string? Token { get; set; }

    /// <summary>Beginning of the metric names of <c>/prometheus</c>. Default <c>sflow_</c> (<c>prometheus.metric.prefix</c>).</summary>
    public string MetricPrefix { get; set; } = "sflow_";

    /// <summary>True for <c># TYPE</c> lines in <c>/prometheus</c>. Default false (<c>prometheus.type</c>).</summary>
    public bool MetricType { get; set; }

    /// <summary>True when callers must say who they are.</summary>
    public bool HasAuthentication => User is not null || Token is not null;

    /// <summary>Reads the settings from properties; what is wrong goes to <paramref name="problems"/> and keeps its default.</summary>
    /// <param name="property">Gives the text of a property; null when it is not set.</param>
    /// <param name="problems">Receives one entry a bad property, the property's name as path.</param>
    public static WebOptions FromProperties(Func<string, string?> property, ICollection<Diagnostic> problems)
    {
        ArgumentNullException.ThrowIfNull(property);
        ArgumentNullException.ThrowIfNull(problems);
        PropertyReader read = new(property, problems);
        WebOptions options = new()
        {
            Hostname = read.Text("http.hostname"),
            Port = (int)read.Number("http.port", 8008, 0, 65535),
            ReadOnly = read.Flag("http.readonly", false),
            Html = read.Flag("http.html", true),
            Rest = read.Flag("http.rest", true),
            LogRequests = read.Flag("http.log", false),
            JsonIndent = (int)read.Number("http.json.indent", 1, 0, 8),
            MaxBodyBytes = read.Number("weir.http.maxbody", 8L << 20, 1, 1L << 30),
            MaxWaiting = (int)read.Number("weir.http.maxwaiting", 1_000, 0, 1_000_000),
            MaxConnections = (int)read.Number("weir.http.maxconnections", 4_096, 1, 1_000_000),
            User = read.Text("weir.http.user"),
            Password = read.Text("weir.http.password"),
            Token = read.Text("weir.http.token"),
            MetricType = read.Flag("prometheus.type", false),
        };
        options.HtmlRedirect = read.Text("http.html.redirect") ?? options.HtmlRedirect;
        options.MetricPrefix = property("prometheus.metric.prefix") ?? options.MetricPrefix;
        foreach (Diagnostic problem in options.Validate())
        {
            problems.Add(problem);
        }

        return options;
    }

    /// <summary>What is wrong with the settings; empty when nothing is.</summary>
    public IReadOnlyList<Diagnostic> Validate()
    {
        List<Diagnostic> problems = [];
        if (User is null != Password is null)
        {
            problems.Add(new Diagnostic(
                User is null ? "weir.http.user" : "weir.http.password",
                "weir.http.user and weir.http.password belong together, set both or none"));
        }

        if (MetricPrefix.Length > 0 && (char.IsAsciiDigit(MetricPrefix[0]) || !MetricPrefix.All(IsMetricNameCharacter)))
        {
            problems.Add(new Diagnostic("prometheus.metric.prefix", $"'{MetricPrefix}' cannot begin a metric name; use letters, digits and _"));
        }

        if (JsonIndent is < 0 or > 8)
        {
            problems.Add(new Diagnostic("http.json.indent", FormattableString.Invariant($"{JsonIndent} is not between 0 and 8")));
        }

        return problems;
    }

    private static bool IsMetricNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private sealed class PropertyReader(Func<string, string?> property, ICollection<Diagnostic> problems)
    {
        public string? Text(string name) => property(name) is { Length: > 0 } text ? text : null;

        public bool Flag(string name, bool fallback)
        {
            switch (Text(name)?.ToUpperInvariant())
            {
                case null:
                    return fallback;
                case "YES" or "TRUE" or "1":
                    return true;
                case "NO" or "FALSE" or "0":
                    return false;
                default:
                    problems.Add(new Diagnostic(name, $"'{property(name)}' is neither yes nor no"));
                    return fallback;
            }
        }

        public long Number(string name, long fallback, long lowest, long highest)
        {
            if (Text(name) is not { } text)
            {
                return fallback;
            }

            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= lowest && value <= highest)
            {
                return value;
            }

            problems.Add(new Diagnostic(name, FormattableString.Invariant($"'{text}' is no whole number from {lowest} to {highest}")));
            return fallback;
        }
    }
}
