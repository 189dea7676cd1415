using System.Globalization;
using System.Text;

namespace Weir.Web.Tests.Prometheus;

/// <summary>A strict reader of the Prometheus text format 0.0.4: fails on anything a scraper might stumble over.</summary>
internal sealed class ExpositionText
{
    private readonly Dictionary<string, double> _series = [];

    private ExpositionText()
    {
    }

    /// <summary>Values by series, written as <c>name{label="value"}</c> with labels in the order of the text.</summary>
    public IReadOnlyDictionary<string, double> Series => _series;

    public Dictionary<string, string> Types { get; } = [];

    public static ExpositionText Parse(string text, bool demandTypes)
    {
        ExpositionText parsed = new();
        Assert.DoesNotContain('\r', text);
        Assert.True(text.Length == 0 || text[^1] == '\n', "the last line does not end with a line feed");
        HashSet<string> finished = [];
        HashSet<string> helped = [];
        string current = "";
        foreach (string line in text.Split('\n')[..^1])
        {
            string[] words = line.Split(' ');
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                Assert.Equal(4, words.Length);
                Assert.Contains(words[3], (string[])["counter", "gauge", "summary"]);
                Assert.True(parsed.Types.TryAdd(words[2], words[3]), $"second TYPE: {line}");
                Assert.DoesNotContain(words[2], finished);
                Assert.NotEqual(current, words[2]);
            }
            else if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                Assert.True(helped.Add(words[2]), $"second HELP: {line}");
                Assert.DoesNotContain(words[2], parsed.Types.Keys);
            }
            else
            {
                (string name, string labels, double value) = Sample(line);
                if (name != current)
                {
                    finished.Add(current);
                    Assert.False(finished.Contains(name), $"{name} is not in one block");
                    current = name;
                }

                Assert.True(!demandTypes || parsed.Types.ContainsKey(name), $"no TYPE for {name}");
                Assert.True(parsed._series.TryAdd(name + labels, value), $"twice: {line}");
            }
        }

        return parsed;
    }

    private static (string Name, string Labels, double Value) Sample(string line)
    {
        int at = 0;
        string name = Word(line, ref at, ":");
        StringBuilder labels = new();
        if (at < line.Length && line[at] == '{')
        {
            int start = at++;
            HashSet<string> names = [];
            while (line[at] != '}')
            {
                string label = Word(line, ref at, "");
                Assert.True(names.Add(label), $"label {label} twice: {line}");
                Assert.False(label.StartsWith("__", StringComparison.Ordinal));
                Assert.Equal("=\"", line.Substring(at, 2));
                at += 2;
                while (line[at] != '"')
                {
                    Assert.True(line[at] != '\\' || "\\\"n".Contains(line[at + 1], StringComparison.Ordinal), $"bad escape: {line}");
                    at += line[at] == '\\' ? 2 : 1;
                }

                at++;
                Assert.True(line[at] is ',' or '}', line);
                at += line[at] == ',' ? 1 : 0;
            }

            at++;
            labels.Append(line.AsSpan(start, at - start));
        }

        Assert.Equal(' ', line[at]);
        string value = line[(at + 1)..];
        Assert.Matches(@"^(NaN|[+-]Inf|-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?)$", value);
        double number = value switch
        {
            "NaN" => double.NaN,
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            _ => double.Parse(value, CultureInfo.InvariantCulture),
        };
        return (name, labels.ToString(), number);
    }

    private static string Word(string line, ref int at, string also)
    {
        int start = at;
        while (at < line.Length && (char.IsAsciiLetterOrDigit(line[at]) || line[at] == '_' || also.Contains(line[at], StringComparison.Ordinal)))
        {
            at++;
        }

        Assert.True(at > start && !char.IsAsciiDigit(line[start]), $"no name: {line}");
        return line[start..at];
    }
}
