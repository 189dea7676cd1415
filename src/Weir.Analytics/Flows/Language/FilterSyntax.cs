namespace Weir.Analytics.Flows.Language;

/// <summary>A filter as written.</summary>
internal abstract record FilterSyntax;

/// <summary>All terms must hold.</summary>
internal sealed record AndSyntax(IReadOnlyList<FilterSyntax> Terms) : FilterSyntax;

/// <summary>Any term must hold.</summary>
internal sealed record OrSyntax(IReadOnlyList<FilterSyntax> Terms) : FilterSyntax;

/// <summary>A key compared with a list of texts or patterns.</summary>
/// <param name="Key">Left side.</param>
/// <param name="IsPattern">True for <c>~</c> and <c>!~</c>.</param>
/// <param name="IsNegated">True for <c>!=</c> and <c>!~</c>.</param>
/// <param name="Items">Right side; at least one, possibly empty text.</param>
/// <param name="Text">Canonical text: equal comparisons of several definitions are evaluated once.</param>
/// <param name="Position">Where the right side begins in the filter, in characters from 0.</param>
internal sealed record CompareSyntax(KeySyntax Key, bool IsPattern, bool IsNegated, IReadOnlyList<string> Items, string Text, int Position) : FilterSyntax
{
    /// <summary>What the items compile to; kept here so that sixteen thousand of them are hashed once and not with every new plan.</summary>
    public object? Compiled { get; set; }
}
