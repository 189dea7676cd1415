using System.Text;

namespace Weir.Export.Sinks.Alertmanager;

/// <summary>Names of labels and annotations: <c>[a-zA-Z_][a-zA-Z0-9_]*</c>.</summary>
internal static class AlertLabel
{
    /// <summary>A name with <c>_</c> for what it may not hold.</summary>
    public static string Normal(string name)
    {
        StringBuilder text = new(name.Length + 1);
        foreach (char c in name)
        {
            text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        return text.Length == 0 || char.IsAsciiDigit(text[0]) ? "_" + text : text.ToString();
    }
}
