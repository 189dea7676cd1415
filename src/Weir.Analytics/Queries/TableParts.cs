namespace Weir.Analytics.Queries;

/// <summary>A table that is read while it is walked through: a large network needs no list of all its rows.</summary>
/// <param name="Columns">Cells of a row.</param>
/// <param name="Cells">
/// Parts of whole rows, cell by cell, some of them empty; each holds until the next one is asked for, as its memory is used again. A cell without agent is one
/// that its row lacks.
/// </param>
public readonly record struct TableParts(int Columns, IEnumerable<ReadOnlyMemory<DumpRow>> Cells);
