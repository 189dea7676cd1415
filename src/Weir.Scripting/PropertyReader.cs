using System.Globalization;
using Weir.Analytics;

namespace Weir.Scripting;

/// <summary>Reads typed values from system properties and collects what is wrong with them.</summary>
internal readonly struct PropertyReader(IReadOnlyDictionary<string, string> properties, ICollection<Diagnostic> problems)
{
    public string? Text(string name) => properties.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;

    public IReadOnlyList<string> List(string name) =>
        Text(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    public double Number(string name, double fallback, double min, double max)
    {
        string? text = Text(name);
        if (text is null)
        {
            return fallback;
        }

        if (double.TryParse(text, CultureInfo.InvariantCulture, out double value) && value >= min && value <= max)
        {
            return value;
        }

        problems.Add(new Diagnostic(name, string.Create(CultureInfo.InvariantCulture, $"'{text}' is not a number from {min} to {max}")));
        return fallback;
    }

    public TimeSpan Seconds(string name, TimeSpan fallback, double min) =>
        TimeSpan.FromSeconds(Number(name, fallback.TotalSeconds, min, 86_400));

    public T Choice<T>(string name, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        string? text = Text(name);
        List<string> words = [];
        foreach ((string word, T value) in choices)
        {
            words.Add(word);
            if (string.Equals(text, word, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        if (text is not null)
        {
            problems.Add(new Diagnostic(name, $"'{text}' is none of {string.Join(", ", words)}"));
        }

        return choices[0].Value;
    }
}
