using Weir.Analytics;
using Weir.Export.Settings;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Weir.Export.Configuration;

/// <summary>Reads YAML into settings: maps, lists and texts, with the line of each.</summary>
/// <remarks>
/// Every plain value is a text: <c>no</c> stays <c>no</c>. Anchors and aliases work, merge keys and tags are refused. Bounded in depth and in the number of
/// values, those counted that aliases repeat, so that a small file cannot become a large tree. What is wrong is collected; never throws.
/// </remarks>
internal sealed class YamlSettings
{
    /// <summary>Deepest nesting.</summary>
    public const int MaxDepth = 16;

    /// <summary>Most values, those repeated by aliases counted each time.</summary>
    public const int MaxValues = 50_000;

    private static readonly SettingNode Nothing = new("");

    private readonly string _file;
    private readonly List<Diagnostic> _problems;
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (SettingNode Node, int Values)> _anchors = new(StringComparer.Ordinal);
    private int _values;

    private YamlSettings(string file, List<Diagnostic> problems) => (_file, _problems) = (file, problems);

    /// <summary>Reads a text.</summary>
    /// <param name="text">YAML, one document.</param>
    /// <param name="file">The file's name for messages.</param>
    /// <param name="problems">Where everything that is wrong is added, as <c>file:line: path</c>.</param>
    /// <returns>The top map with the line of each path within; null when the text is no YAML, or too much.</returns>
    public static (IReadOnlyDictionary<string, SettingNode> Top, IReadOnlyDictionary<string, int> Lines)? Read(string text, string file, List<Diagnostic> problems)
    {
        YamlSettings reader = new(file, problems);
        Parser parser = new(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
            {
                return (new Dictionary<string, SettingNode>(), reader._lines);
            }

            parser.Consume<DocumentStart>();
            int line = LineOf(parser);
            SettingNode top = reader.ReadNode(parser, "", 0, out _);
            parser.Consume<DocumentEnd>();
            if (!parser.Accept<StreamEnd>(out _))
            {
                reader.Refuse(LineOf(parser), "", "a second document ('---') is not read");
            }

            if (top.Members is null && top.Text != "")
            {
                reader.Refuse(line, "", "expected 'sinks:' with the sinks below it");
            }

            return (top.Members ?? new Dictionary<string, SettingNode>(), reader._lines);
        }
        catch (YamlException e)
        {
            // The parser's own faults, and ours of size: nothing behind them can be trusted.
            problems.Add(new Diagnostic(FormattableString.Invariant($"{file}:{Math.Max(1, e.Start.Line)}"), e.InnerException?.Message ?? e.Message));
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            // Damaged texts bring the parser itself to these, its ScanPlainScalar for one.
            problems.Add(new Diagnostic(FormattableString.Invariant($"{file}:{LineOf(parser)}"), "is no YAML from about here on"));
            return null;
        }
    }

    private static int LineOf(IParser parser) => (int)(parser.Current?.Start.Line ?? 1);

    private static T? Take<T>(IParser parser)
        where T : ParsingEvent => parser.TryConsume<T>(out var found) ? found : null;

    private SettingNode ReadNode(IParser parser, string path, int depth, out int values)
    {
        Mark at = parser.Current!.Start;
        if (depth > MaxDepth)
        {
            throw new YamlException(at, at, $"nested deeper than {MaxDepth}");
        }

        int before = _values;
        Count(1, at);
        SettingNode node;
        AnchorName anchor = AnchorName.Empty;
        if (Take<AnchorAlias>(parser) is { } alias)
        {
            node = ReadAlias(alias);
        }
        else
        {
            NodeEvent start = parser.Current as NodeEvent ?? throw new YamlException(at, at, "expected a value");
            anchor = start.Anchor;
            if (!start.Tag.IsEmpty)
            {
                Refuse((int)at.Line, path, $"tag {start.Tag} is not understood");
            }

            node = start switch
            {
                MappingStart => ReadMap(parser, path, depth),
                SequenceStart => ReadList(parser, path, depth),
                _ => new SettingNode(parser.Consume<Scalar>().Value),
            };
        }

        values = _values - before;
        if (!anchor.IsEmpty)
        {
            _anchors[anchor.Value] = (node, values);
        }

        return node;
    }

    private SettingNode ReadMap(IParser parser, string path, int depth)
    {
        Dictionary<string, SettingNode> members = new(StringComparer.Ordinal);
        parser.Consume<MappingStart>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            int line = LineOf(parser);
            if (Take<Scalar>(parser) is not { } key)
            {
                Refuse(line, path, "expected a name before the colon");
                ReadNode(parser, path, depth + 1, out _);
                ReadNode(parser, path, depth + 1, out _);
                continue;
            }

            string below = path.Length == 0 ? key.Value : $"{path}.{key.Value}";
            bool isFresh = _lines.TryAdd(below, line);
            SettingNode value = ReadNode(parser, below, depth + 1, out _);
            if (key.Value == "<<")
            {
                Refuse(line, below, "merge keys are not understood");
            }
            else if (!members.TryAdd(key.Value, value))
            {
                Refuse(line, below, isFresh ? "is written twice" : FormattableString.Invariant($"is written twice, first in line {_lines[below]}"));
            }
        }

        return new SettingNode(members);
    }

    private SettingNode ReadList(IParser parser, string path, int depth)
    {
        List<SettingNode> items = [];
        parser.Consume<SequenceStart>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            string below = FormattableString.Invariant($"{path}[{items.Count}]");
            _lines.TryAdd(below, LineOf(parser));
            items.Add(ReadNode(parser, below, depth + 1, out _));
        }

        return new SettingNode(items);
    }

    private SettingNode ReadAlias(AnchorAlias alias)
    {
        // An alias within its own anchor names nothing yet: no circle can be written.
        if (!_anchors.TryGetValue(alias.Value.Value, out (SettingNode Node, int Values) anchored))
        {
            Refuse((int)alias.Start.Line, "", $"*{alias.Value.Value} names no anchor above it");
            return Nothing;
        }

        Count(anchored.Values, alias.Start);
        return anchored.Node;
    }

    private void Count(int values, Mark at)
    {
        _values += values;
        if (_values > MaxValues)
        {
            throw new YamlException(at, at, $"more than {MaxValues} values, those repeated by aliases counted each time");
        }
    }

    private void Refuse(int line, string path, string message) =>
        _problems.Add(new Diagnostic(FormattableString.Invariant($"{_file}:{line}") + (path.Length == 0 ? "" : $": {path}"), message));
}
