using System.Globalization;
using System.Text.RegularExpressions;
using Weir.Export.Events;

namespace Weir.Export.Filters;

/// <summary>A part of a filter.</summary>
internal abstract class FilterNode
{
    public abstract bool Matches(WeirEvent item);
}

/// <summary>All of them.</summary>
internal sealed class AllNode(FilterNode[] parts) : FilterNode
{
    public override bool Matches(WeirEvent item)
    {
        foreach (FilterNode part in parts)
        {
            if (!part.Matches(item))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Any of them.</summary>
internal sealed class AnyNode(FilterNode[] parts) : FilterNode
{
    public override bool Matches(WeirEvent item)
    {
        foreach (FilterNode part in parts)
        {
            if (part.Matches(item))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>The opposite.</summary>
internal sealed class NotNode(FilterNode part) : FilterNode
{
    public override bool Matches(WeirEvent item) => !part.Matches(item);
}

/// <summary>One of some texts.</summary>
internal sealed class EqualsNode(FilterName name, HashSet<string> values) : FilterNode
{
    public override bool Matches(WeirEvent item) => values.Contains(name.Text(item));
}

/// <summary>A regular expression, of those that .NET runs in linear time.</summary>
internal sealed class RegexNode(FilterName name, Regex[] expressions) : FilterNode
{
    public override bool Matches(WeirEvent item)
    {
        string text = name.Text(item);
        try
        {
            return expressions.Any(expression => expression.IsMatch(text));
        }
        catch (RegexMatchTimeoutException)
        {
            // Linear time over a bounded text: only a machine that stands still comes here.
            return false;
        }
    }
}

/// <summary>A severity, or a number, beside a bound.</summary>
internal sealed class CompareNode(FilterName name, Func<int, bool> holds, double bound) : FilterNode
{
    public override bool Matches(WeirEvent item)
    {
        double value = name.Number(item);
        return !double.IsNaN(value) && holds(value.CompareTo(bound));
    }
}

/// <summary>What a test looks at.</summary>
internal sealed class FilterName(string name)
{
    private readonly string _field = name.StartsWith("fields.", StringComparison.Ordinal) ? name[7..] : name;

    /// <summary>True for the severity, which is compared by rank.</summary>
    public bool IsSeverity => name == "severity";

    public string Text(WeirEvent item) => name switch
    {
        "kind" => item.Kind,
        "severity" => SeverityNames.Name(item.Severity),
        "service" => item.Service,
        "subject" => item.Subject,
        "message" => item.Message,
        "id" => item.Id,
        _ => item.Field(_field)?.ToString() ?? "",
    };

    public double Number(WeirEvent item)
    {
        if (IsSeverity)
        {
            return (int)item.Severity;
        }

        double number = item.Field(_field)?.Number ?? double.NaN;
        return double.IsNaN(number) && double.TryParse(Text(item), NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) ? parsed : number;
    }
}
