namespace Weir.Export.Spool;

/// <summary>One reader in numbers.</summary>
/// <param name="Name">The sink's name.</param>
/// <param name="Committed">The last sequence it is done with.</param>
/// <param name="Waiting">Events that wait for it, about.</param>
/// <param name="Lost">Events it never saw: removed by age or size, or damaged, before it came to them.</param>
public sealed record SpoolReaderStatistics(string Name, long Committed, long Waiting, long Lost);
