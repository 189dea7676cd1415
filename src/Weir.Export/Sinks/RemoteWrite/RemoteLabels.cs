using System.Text;

namespace Weir.Export.Sinks.RemoteWrite;

/// <summary>Turns a point's name and tags into the labels of a series.</summary>
/// <remarks>
/// Metric names are <c>[a-zA-Z_:][a-zA-Z0-9_:]*</c>, label names <c>[a-zA-Z_][a-zA-Z0-9_]*</c>: every other character becomes <c>_</c>.
/// Where two tags become one name that way, the first stays.
/// </remarks>
internal sealed class RemoteLabels
{
    private const string NameLabel = "__name__";

    private readonly string _prefix;
    private readonly IReadOnlyDictionary<string, string> _constant;

    public RemoteLabels(string prefix, IReadOnlyDictionary<string, string> constant)
    {
        _prefix = prefix;
        _constant = constant;
    }

    /// <summary>The series of a point, without samples.</summary>
    public RemoteSeries Series(MetricPoint point)
    {
        SortedDictionary<string, string> labels = new(StringComparer.Ordinal) { [NameLabel] = Normal(_prefix + point.Name, colons: true) };
        foreach ((string name, string value) in point.Tags)
        {
            Add(labels, name, value);
        }

        foreach ((string name, string value) in _constant)
        {
            Add(labels, name, value);
        }

        StringBuilder key = new();
        foreach ((string name, string value) in labels)
        {
            key.Append(name).Append('\xFF').Append(value).Append('\xFF');
        }

        return new RemoteSeries { Key = key.ToString(), Labels = [.. labels] };
    }

    private static void Add(SortedDictionary<string, string> labels, string name, string value)
    {
        if (value.Length > 0)
        {
            labels.TryAdd(Normal(name, colons: false), value);
        }
    }

    private static string Normal(string name, bool colons)
    {
        StringBuilder text = new(name.Length + 1);
        foreach (char c in name)
        {
            text.Append(char.IsAsciiLetterOrDigit(c) || c == '_' || (colons && c == ':') ? c : '_');
        }

        if (text.Length == 0 || char.IsAsciiDigit(text[0]))
        {
            text.Insert(0, '_');
        }

        return text.ToString();
    }
}
