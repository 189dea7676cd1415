using System.Buffers;
using System.Globalization;
using System.Text;

namespace Weir.Export.Sinks.Graphite;

/// <summary>Points as lines <c>path value seconds</c>.</summary>
/// <remarks>
/// Names keep letters, digits and <c>. - _ : # % +</c>: everything else would be a folder, a pattern or a new field to one receiver or
/// another and becomes <c>_</c>. Tag values keep more, since only blank, semicolon and a leading tilde mean something there.
/// </remarks>
internal sealed class GraphiteEncoder
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:#%+");

    private readonly string _prefix;
    private readonly bool _tagged;

    public GraphiteEncoder(string prefix, bool tagged)
    {
        _prefix = prefix;
        _tagged = tagged;
    }

    /// <summary>The line of a point, with its line feed; null when its value is no number that a receiver could keep.</summary>
    public string? Line(MetricPoint point)
    {
        if (!double.IsFinite(point.Value))
        {
            return null;
        }

        StringBuilder line = new();
        if (_tagged)
        {
            AppendTagged(line, point);
        }
        else
        {
            AppendPath(line, point);
        }

        long seconds = (long)Math.Floor(point.TimeMs / 1_000m);
        return line.Append(CultureInfo.InvariantCulture, $" {point.Value:R} {seconds}\n").ToString();
    }

    private static void Append(StringBuilder line, string text, bool isPart)
    {
        foreach (char c in text)
        {
            line.Append(NameCharacters.Contains(c) && !(isPart && c == '.') ? c : '_');
        }
    }

    private void AppendTagged(StringBuilder line, MetricPoint point)
    {
        line.Append(_prefix);
        Append(line, point.Name, isPart: false);
        foreach ((string name, string value) in point.Tags)
        {
            line.Append(';');
            Append(line, name, isPart: true);
            line.Append('=');
            for (int i = 0; i < value.Length; i++)
            {
                char c = value[i];
                line.Append(char.IsWhiteSpace(c) || char.IsControl(c) || c == ';' || (i == 0 && c == '~') ? '_' : c);
            }
        }
    }

    private void AppendPath(StringBuilder line, MetricPoint point)
    {
        line.Append(_prefix);
        foreach (KeyValuePair<string, string> tag in point.Tags)
        {
            Append(line, tag.Value, isPart: true);
            line.Append('.');
        }

        Append(line, point.Name, isPart: false);
    }
}
