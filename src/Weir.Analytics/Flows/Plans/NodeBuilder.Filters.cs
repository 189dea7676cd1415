using System.Text.RegularExpressions;
using Weir.Analytics.Flows.Language;

namespace Weir.Analytics.Flows.Plans;

internal sealed partial class NodeBuilder
{
    private readonly Dictionary<string, FilterNode> _tests = new(StringComparer.Ordinal);

    /// <summary>Conditions of a filter that must all hold, nested conjunctions taken apart; empty without a filter or when it is wrong.</summary>
    public IReadOnlyList<FilterNode> Conditions(FilterSyntax? filter)
    {
        _field = "filter";
        List<FilterNode> conditions = [];
        AddConditions(filter, conditions);
        return conditions;
    }

    private void AddConditions(FilterSyntax? filter, List<FilterNode> conditions)
    {
        if (filter is AndSyntax and)
        {
            foreach (FilterSyntax term in and.Terms)
            {
                AddConditions(term, conditions);
            }
        }
        else if (filter is not null && Test(filter) is { } node && !conditions.Contains(node))
        {
            conditions.Add(node);
        }
    }

    private FilterNode? Test(FilterSyntax syntax)
    {
        string text = TextOf(syntax);
        if (_tests.TryGetValue(text, out FilterNode? known))
        {
            return known;
        }

        FilterNode? made = syntax switch
        {
            CompareSyntax compare => Compare(compare),
            AndSyntax and => Terms(and.Terms) is { } terms ? new AndNode(terms) { Id = TestCount++, Cost = terms.Sum(t => t.Cost) } : null,
            OrSyntax or => Terms(or.Terms) is { } terms ? new AnyNode(terms) { Id = TestCount++, Cost = terms.Sum(t => t.Cost) } : null,
            _ => null,
        };
        if (made is not null)
        {
            _tests.Add(text, made);
        }

        return made;
    }

    private FilterNode[]? Terms(IReadOnlyList<FilterSyntax> terms)
    {
        FilterNode?[] nodes = [.. terms.Select(Test)];
        return Array.Exists(nodes, node => node is null) ? null : [.. nodes.OrderBy(node => node!.Cost)!];
    }

    private static string TextOf(FilterSyntax syntax) => syntax switch
    {
        CompareSyntax compare => compare.Text,
        AndSyntax and => $"({string.Join('&', and.Terms.Select(TextOf))})",
        OrSyntax or => $"({string.Join('|', or.Terms.Select(TextOf))})",
        _ => "",
    };

    private FilterNode? Compare(CompareSyntax compare)
    {
        KeyNode? key = Key(compare.Key);
        if (compare.IsPattern)
        {
            compare.Compiled ??= Patterns(compare);
            return key is null || compare.Compiled is not Regex[] patterns
                ? null
                : new PatternTestNode(key, patterns, compare.IsNegated, MemoCount++) { Id = TestCount++, Cost = key.Cost + LookupCost };
        }

        compare.Compiled ??= new LiteralSet(compare.Items);
        return key is null
            ? null
            : new LiteralTestNode(key, (LiteralSet)compare.Compiled, compare.IsNegated) { Id = TestCount++, Cost = key.Cost };
    }

    private Regex[]? Patterns(CompareSyntax compare)
    {
        List<Regex> patterns = [];
        foreach (string item in compare.Items)
        {
            try
            {
                // Not backtracking: no pattern can make a sample cost more than time linear in its text. No timeout: it would fire when the
                // thread is kept waiting, not when the pattern is slow.
                patterns.Add(new Regex($@"\A(?:{item})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout));
            }
            catch (NotSupportedException)
            {
                _sink.Add("filter", compare.Position, $"the pattern '{item}' uses look-around or back references, which are not supported");
            }
            catch (ArgumentException problem)
            {
                _sink.Add("filter", compare.Position, $"the pattern '{item}' is wrong: {problem.Message}");
            }
        }

        return patterns.Count == compare.Items.Count ? [.. patterns] : null;
    }
}
