using System.Globalization;
using System.Text;
using Weir.Analytics.Flows.Keys;
using Weir.Analytics.Flows.Language;

namespace Weir.Analytics.Flows.Plans;

/// <summary>Makes nodes of expressions; equal expressions, of whichever definition, become one node.</summary>
internal sealed partial class NodeBuilder
{
    private const int DefaultCost = 1;
    private const int TextCost = 4;
    private const int LookupCost = 4;

    private readonly Dictionary<string, KeyNode> _keys = new(StringComparer.Ordinal);
    private readonly IPlanContext _context;
    private readonly DiagnosticSink _sink;
    private string _field = "";

    /// <summary>Starts with no node.</summary>
    public NodeBuilder(IPlanContext context, DiagnosticSink sink)
    {
        _context = context;
        _sink = sink;
    }

    /// <summary>Key nodes made.</summary>
    public int KeyCount { get; private set; }

    /// <summary>Filter nodes made.</summary>
    public int TestCount { get; private set; }

    /// <summary>Memos needed.</summary>
    public int MemoCount { get; private set; }

    /// <summary>Node of an expression; null, with diagnostics, when it is wrong.</summary>
    /// <param name="syntax">The expression.</param>
    /// <param name="field">Field name for diagnostics.</param>
    public KeyNode? Key(KeySyntax syntax, string field)
    {
        _field = field;
        return Key(syntax);
    }

    private KeyNode? Key(KeySyntax syntax)
    {
        if (_keys.TryGetValue(syntax.Text, out KeyNode? known))
        {
            return known;
        }

        KeyNode? made = syntax.IsFunction ? Function(syntax) : Plain(syntax);
        if (made is not null)
        {
            _keys.Add(syntax.Text, made);
        }

        return made;
    }

    private KeyNode? Argument(KeySyntax function, int index) =>
        KeySyntaxParser.Parse(function.Parts[index], _field, _sink) is { } syntax ? Key(syntax) : null;

    private KeyNode[]? Arguments(KeySyntax function, int from)
    {
        List<KeyNode> nodes = [];
        for (int i = from; i < function.Parts.Count; i++)
        {
            if (Argument(function, i) is { } node)
            {
                nodes.Add(node);
            }
        }

        return nodes.Count == function.Parts.Count - from ? [.. nodes] : null;
    }

    private static string Literal(KeySyntax function, int index) =>
        KeySyntaxParser.Unescape(KeySyntaxParser.StripBrackets(function.Parts[index]).Text);

    private KeyNode? Plain(KeySyntax syntax)
    {
        string name = syntax.Name;
        switch (name)
        {
            case "sourcegroup":
                return LegacyGroup("or:[group:ipsource:default]:[group:ip6source:default]", syntax.Position);
            case "destinationgroup":
                return LegacyGroup("or:[group:ipdestination:default]:[group:ip6destination:default]", syntax.Position);
        }

        if (!KeyCatalog.TryResolve(name, out KeyReference key, out string? error, _context.IsCustomKey(name)))
        {
            _sink.Add(_field, syntax.Position, error);
            return null;
        }

        int id = KeyCount++;
        CatalogNode plain = new(key) { Id = id, Cost = key.Definition.Type == KeyType.Text ? TextCost : DefaultCost };
        return name switch
        {
            "bytes" or "frames" => new SizeNode(plain, name == "bytes") { Id = id, Cost = plain.Cost },
            "stack" => new StackNode { Id = id, Cost = plain.Cost },
            "inputifindex" or "outputifindex" => new InterfaceNode(plain, name == "outputifindex") { Id = id, Cost = plain.Cost },
            _ when key.Definition.Name == "ethernetprotocol" => new EtherTypeNode(plain, key.Occurrence) { Id = id, Cost = plain.Cost },
            _ when key.Definition.Word is { } word => new WordNode(word.Tag, word.Offset) { Id = id, Cost = plain.Cost },
            _ when key.Definition.Field is { } field => new FieldNode(plain, field, key.Occurrence) { Id = id, Cost = plain.Cost },
            _ => plain,
        };
    }

    private KeyNode? LegacyGroup(string text, int position) =>
        KeySyntaxParser.Parse(new KeyPart(text, position), _field, _sink) is { } syntax ? Key(syntax) : null;

    private KeyNode? Function(KeySyntax syntax)
    {
        KeyNode? made = syntax.Name switch
        {
            "group" when Arity(syntax, 2, int.MaxValue, "group:KEY:SET") => Group(syntax),
            "map" when Arity(syntax, 2, 2, "map:KEY:MAP") => Map(syntax),
            "country" when Arity(syntax, 1, 2, "country:KEY[:ATTRIBUTE]") => Country(syntax),
            "asn" when Arity(syntax, 1, 2, "asn:KEY[:ATTRIBUTE]") => Asn(syntax),
            "oui" when Arity(syntax, 1, 2, "oui:KEY[:ATTRIBUTE]") => Oui(syntax),
            "host" when Arity(syntax, 2, 2, "host:KEY:METRIC") => Host(syntax),
            "dns" when Arity(syntax, 1, 1, "dns:KEY") => Dns(syntax),
            "link" when Arity(syntax, 1, 1, "link:inputifindex") => Link(syntax),
            "prefix" or "suffix" when Arity(syntax, 3, 3, $"{syntax.Name}:KEY:DELIMITER:N") => Tokens(syntax),
            "first" when Arity(syntax, 3, int.MaxValue, "first:KEY:DELIMITER:TOKEN...") => First(syntax),
            "uri" when Arity(syntax, 2, 2, "uri:KEY:PART") => UriPart(syntax),
            "concat" when Arity(syntax, 2, int.MaxValue, "concat:SEPARATOR:KEY...") => Concat(syntax),
            "null" when Arity(syntax, 1, 2, "null:KEY[:TEXT]") => Null(syntax),
            "or" when Arity(syntax, 1, int.MaxValue, "or:KEY:KEY...") => Or(syntax),
            "if" when Arity(syntax, 4, 4, "if:KEY:VALUE:THEN:ELSE") => If(syntax),
            "eq" when Arity(syntax, 2, 2, "eq:KEY:KEY") => Equal(syntax),
            "range" when Arity(syntax, 2, 3, "range:KEY:LOW[:HIGH]") => Range(syntax),
            "bits" when Arity(syntax, 2, 2, "bits:KEY:MASK") => Bits(syntax),
            "mask" when Arity(syntax, 2, 2, "mask:KEY:BITS") => Mask(syntax),
            _ => null,
        };
        if (made is null && !IsFunction(syntax.Name))
        {
            _sink.Add(_field, syntax.Position, $"unknown key function '{syntax.Name}'");
        }

        return made;
    }

    private static bool IsFunction(string name) => name is "group" or "map" or "country" or "asn" or "oui" or "host" or "dns" or "link" or "prefix"
        or "suffix" or "first" or "uri" or "concat" or "null" or "or" or "if" or "eq" or "range" or "bits" or "mask";

    private bool Arity(KeySyntax syntax, int least, int most, string form)
    {
        int count = syntax.Parts.Count - 1;
        if (count >= least && count <= most)
        {
            return true;
        }

        _sink.Add(_field, syntax.Position, $"'{syntax.Name}' has {count} argument{(count == 1 ? "" : "s")}; write {form}");
        return false;
    }

    private GroupNode? Group(KeySyntax syntax) => Argument(syntax, 1) is not { } key
        ? null
        : new GroupNode(key, [.. Enumerable.Range(2, syntax.Parts.Count - 2).Select(i => _context.Groups(Literal(syntax, i)))], MemoCount++)
        {
            Id = KeyCount++,
            Cost = key.Cost + LookupCost,
        };

    private MapNode? Map(KeySyntax syntax) => Argument(syntax, 1) is not { } key
        ? null
        : new MapNode(key, _context.Map(Literal(syntax, 2)), MemoCount++) { Id = KeyCount++, Cost = key.Cost + LookupCost };

    private AbsentNode? Absent(KeySyntax syntax, bool keep)
    {
        if (Argument(syntax, 1) is not { } key)
        {
            return null;
        }

        _context.NoteAbsent(syntax.Name);
        return new AbsentNode(keep ? key : null) { Id = KeyCount++, Cost = key.Cost };
    }

    private LinkNode? Link(KeySyntax syntax) => Argument(syntax, 1) is not { } port
        ? null
        : new LinkNode(port, _context.Topology) { Id = KeyCount++, Cost = port.Cost + LookupCost };

    private TextFunctionNode? Text(KeySyntax syntax, Func<string, string?> function) => Argument(syntax, 1) is not { } key
        ? null
        : new TextFunctionNode(key, function, MemoCount++) { Id = KeyCount++, Cost = key.Cost + DefaultCost };

    private TextFunctionNode? Tokens(KeySyntax syntax)
    {
        string delimiter = Delimiter(syntax);
        int count = (int)Number(syntax, 3, 0, 1_000_000);
        return syntax.Name == "prefix"
            ? Text(syntax, text => TextFunctions.Prefix(text, delimiter, count))
            : Text(syntax, text => TextFunctions.Suffix(text, delimiter, count));
    }

    private TextFunctionNode? First(KeySyntax syntax)
    {
        string delimiter = Delimiter(syntax);
        string[] wanted = [.. Enumerable.Range(3, syntax.Parts.Count - 3).Select(i => Literal(syntax, i))];
        return Text(syntax, text => TextFunctions.First(text, delimiter, wanted));
    }

    private string Delimiter(KeySyntax syntax)
    {
        string delimiter = Literal(syntax, 2);
        if (delimiter.Length == 0)
        {
            _sink.Add(_field, syntax.Parts[2].Position, $"the delimiter of '{syntax.Name}' is empty; write a colon as '\\:'");
            return ":";
        }

        return delimiter;
    }

    private TextFunctionNode? UriPart(KeySyntax syntax)
    {
        string part = Literal(syntax, 2);
        if (!TextFunctions.UriParts.Contains(part))
        {
            _sink.Add(_field, syntax.Parts[2].Position, $"'{part}' is none of {string.Join(", ", TextFunctions.UriParts)}");
        }

        return Text(syntax, text => TextFunctions.UriPart(text, part));
    }

    private ConcatNode? Concat(KeySyntax syntax) => Arguments(syntax, 2) is not { } arguments
        ? null
        : new ConcatNode(Encoding.UTF8.GetBytes(Literal(syntax, 1)), arguments) { Id = KeyCount++, Cost = arguments.Sum(a => a.Cost) + TextCost };

    private NullNode? Null(KeySyntax syntax) => Argument(syntax, 1) is not { } key
        ? null
        : new NullNode(key, LiteralSet.Parse(syntax.Parts.Count > 2 ? Literal(syntax, 2) : "null")) { Id = KeyCount++, Cost = key.Cost };

    private OrNode? Or(KeySyntax syntax) => Arguments(syntax, 1) is not { } arguments
        ? null
        : new OrNode(arguments) { Id = KeyCount++, Cost = arguments.Sum(a => a.Cost) };

    private IfNode? If(KeySyntax syntax)
    {
        KeyNode? condition = Argument(syntax, 1);
        KeyNode? then = Argument(syntax, 3);
        KeyNode? otherwise = Argument(syntax, 4);
        if (condition is null || then is null || otherwise is null)
        {
            return null;
        }

        LiteralTestNode test = new(condition, new LiteralSet([Literal(syntax, 2)]), false) { Id = TestCount++, Cost = condition.Cost };
        return new IfNode(test, then, otherwise) { Id = KeyCount++, Cost = condition.Cost + Math.Max(then.Cost, otherwise.Cost) };
    }

    private EqualNode? Equal(KeySyntax syntax) => Arguments(syntax, 1) is not { } arguments
        ? null
        : new EqualNode(arguments[0], arguments[1]) { Id = KeyCount++, Cost = arguments[0].Cost + arguments[1].Cost };

    private RangeNode? Range(KeySyntax syntax)
    {
        double low = Literal(syntax, 2).Length == 0 ? double.NegativeInfinity : Number(syntax, 2, double.MinValue, double.MaxValue);
        bool open = syntax.Parts.Count == 3 || Literal(syntax, 3).Length == 0;
        double high = open ? double.PositiveInfinity : Number(syntax, 3, double.MinValue, double.MaxValue);
        return Argument(syntax, 1) is { } key ? new RangeNode(key, low, high) { Id = KeyCount++, Cost = key.Cost } : null;
    }

    private BitsNode? Bits(KeySyntax syntax)
    {
        if (!ulong.TryParse(Literal(syntax, 2), NumberStyles.None, CultureInfo.InvariantCulture, out ulong mask))
        {
            _sink.Add(_field, syntax.Parts[2].Position, $"'{Literal(syntax, 2)}' is not a decimal mask");
        }

        return Argument(syntax, 1) is { } key ? new BitsNode(key, mask) { Id = KeyCount++, Cost = key.Cost } : null;
    }

    private MaskNode? Mask(KeySyntax syntax)
    {
        int bits = (int)Number(syntax, 2, 0, 128);
        return Argument(syntax, 1) is { } key ? new MaskNode(key, bits) { Id = KeyCount++, Cost = key.Cost } : null;
    }

    private double Number(KeySyntax syntax, int index, double least, double most)
    {
        string text = Literal(syntax, index);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= least && number <= most)
        {
            return number;
        }

        bool bounded = least > double.MinValue;
        string wanted = bounded ? string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}") : "a number";
        _sink.Add(_field, syntax.Parts[index].Position, $"'{text}' is not {wanted}");
        return 0;
    }
}
