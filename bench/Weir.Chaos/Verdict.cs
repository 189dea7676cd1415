namespace Weir.Chaos;

/// <summary>What a run came to.</summary>
/// <param name="Accepted">Events of which the generator was told that they are on disk.</param>
/// <param name="Lost">Those of them that the receiver does not have.</param>
/// <param name="Twice">Entries in the receiver's store whose id is there already.</param>
/// <param name="Disordered">Entries behind a later one of their stream.</param>
public sealed record Verdict(int Accepted, int Lost, int Twice, int Disordered)
{
    /// <summary>True when nothing is lost, twice or out of order, and there was something at all.</summary>
    public bool Holds => this is { Accepted: > 0, Lost: 0, Twice: 0, Disordered: 0 };

    /// <summary>Head of the table that <see cref="Row"/> adds to.</summary>
    public const string Head = """
        | condition | events accepted | lost | twice in the store | out of order | came again, known to the store | |
        |---|---|---|---|---|---|---|
        """;

    /// <summary>As a row of a Markdown table.</summary>
    /// <param name="condition">What happened.</param>
    /// <param name="again">Entries that came once more and were known to the store.</param>
    /// <param name="notes">What else is to say.</param>
    public string Row(string condition, int again, string notes) =>
        FormattableString.Invariant($"| {condition} | {Accepted} | {Lost} | {Twice} | {Disordered} | {again} | {notes} |");

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Accepted} events accepted, {Lost} lost, {Twice} twice in the store, {Disordered} out of order");
}
