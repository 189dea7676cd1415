namespace Weir.Web.Sinks;

/// <summary>All sinks.</summary>
/// <param name="Sinks">The sinks that are at work.</param>
/// <param name="Problems">What is wrong with the configuration as it is written now; with problems the one before stays in force.</param>
public sealed record SinkOverview(IReadOnlyList<SinkReport> Sinks, IReadOnlyList<string> Problems);
