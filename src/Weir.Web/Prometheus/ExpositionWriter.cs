using System.Globalization;
using System.Text;

namespace Weir.Web.Prometheus;

/// <summary>Collects series and writes them in the Prometheus text format 0.0.4: one block a metric, each series once.</summary>
/// <param name="headers">True for HELP and TYPE lines.</param>
internal sealed class ExpositionWriter(bool headers) : IMetricSink
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    // Order of first appearance, so that a scrape reads like the code.
    private readonly OrderedDictionary<string, Family> _families = [];

    /// <inheritdoc/>
    public void Counter(string name, string help, double value, params ReadOnlySpan<(string Name, string Value)> labels) =>
        Add(name, "counter", help, value, labels);

    /// <inheritdoc/>
    public void Gauge(string name, string help, double value, params ReadOnlySpan<(string Name, string Value)> labels) =>
        Add(name, "gauge", help, value, labels);

    /// <inheritdoc/>
    public void Quantile(string name, string help, double quantile, double value, params ReadOnlySpan<(string Name, string Value)> labels) =>
        Add(name, "summary", help, value, [.. labels, ("quantile", quantile.ToString(CultureInfo.InvariantCulture))]);

    /// <summary>The text; every line ends with a line feed.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        foreach ((string name, Family family) in _families)
        {
            if (headers && family.Help.Length > 0)
            {
                text.Append("# HELP ").Append(name).Append(' ').Append(Escape(family.Help, quotes: false)).Append('\n');
            }

            if (headers)
            {
                text.Append("# TYPE ").Append(name).Append(' ').Append(family.Type).Append('\n');
            }

            foreach ((string labels, double value) in family.Series)
            {
                text.Append(name).Append(labels).Append(' ').Append(Number(value)).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>The name with every other character than letters, digits and <c>_</c> replaced, and no digit in front.</summary>
    public static string SafeName(string name)
    {
        StringBuilder safe = new(name.Length + 1);
        foreach (char c in name)
        {
            safe.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        if (safe.Length == 0 || char.IsAsciiDigit(safe[0]))
        {
            safe.Insert(0, '_');
        }

        return safe.ToString();
    }

    private void Add(string name, string type, string help, double value, ReadOnlySpan<(string Name, string Value)> labels)
    {
        string safe = SafeName(name);
        if (!_families.TryGetValue(safe, out Family? family))
        {
            family = new Family(type, help);
            _families.Add(safe, family);
        }

        family.Series[LabelText(labels)] = value;
    }

    private static string LabelText(ReadOnlySpan<(string Name, string Value)> labels)
    {
        if (labels.IsEmpty)
        {
            return "";
        }

        StringBuilder text = new("{");
        foreach ((string name, string value) in labels)
        {
            text.Append(text.Length > 1 ? "," : "").Append(SafeName(name)).Append("=\"").Append(Escape(value, quotes: true)).Append('"');
        }

        return text.Append('}').ToString();
    }

    private static string Escape(string text, bool quotes)
    {
        string escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    /// <summary>A value as the format writes it.</summary>
    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ when double.IsNaN(value) => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private sealed class Family(string type, string help)
    {
        public string Type { get; } = type;

        public string Help { get; } = help;

        public OrderedDictionary<string, double> Series { get; } = [];
    }
}
