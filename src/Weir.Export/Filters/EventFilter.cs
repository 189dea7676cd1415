using Weir.Analytics;
using Weir.Export.Events;

namespace Weir.Export.Filters;

/// <summary>Which events a sink gets: <c>kind=threshold,incident &amp; severity&gt;=warning &amp; (site=ams1 | subject~^10\.)</c>. Immutable; safe from any thread.</summary>
/// <remarks>
/// Names: <c>kind</c>, <c>severity</c>, <c>service</c>, <c>subject</c>, <c>message</c>, <c>id</c>, and the fields of the event; <c>fields.kind</c> is the field
/// where a name is taken. Tests: <c>=</c> and <c>!=</c> with alternatives behind commas, <c>~</c> and <c>!~</c> with regular expressions, <c>&lt; &lt;= &gt; &gt;=</c>
/// for numbers and severities. <c>&amp;</c> binds tighter than <c>|</c>; <c>!</c> stands before a test or parenthesis. Values with blanks or signs
/// stand in quotes. A field that is not there is empty text and no number.
/// </remarks>
public sealed class EventFilter
{
    /// <summary>Longest filter, in characters.</summary>
    public const int MaxLength = 65_536;

    private readonly FilterNode _root;
    private readonly string _text;

    private EventFilter(FilterNode root, string text)
    {
        _root = root;
        _text = text;
    }

    /// <summary>Reads a filter.</summary>
    /// <param name="text">The filter.</param>
    /// <param name="path">Where it stands; problems say <c>path:position</c>, counted from 1.</param>
    /// <param name="problems">Where the first thing that is wrong is added.</param>
    /// <returns>The filter, or null with a problem added.</returns>
    public static EventFilter? TryParse(string text, string path, ICollection<Diagnostic> problems)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(problems);
        FilterParser parser = new(text);
        if (parser.TryParse(out FilterNode? root))
        {
            return new EventFilter(root!, text);
        }

        problems.Add(new Diagnostic(FormattableString.Invariant($"{path}:{parser.ProblemAt + 1}"), parser.Problem!));
        return null;
    }

    /// <summary>True when the sink gets the event. A regular expression that takes too long does not match.</summary>
    public bool Matches(WeirEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return _root.Matches(item);
    }

    /// <summary>As written.</summary>
    public override string ToString() => _text;
}
