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

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Accepted} events accepted, {Lost} lost, {Twice} twice in the store, {Disordered} out of order");
}
