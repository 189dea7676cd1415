using Weir.Analytics;

namespace Weir.Web.Routing;

/// <summary>Body of every answer with a status of 400 or more.</summary>
/// <param name="Error">One sentence.</param>
/// <param name="Diagnostics">Each thing that is wrong, and where; null when there is nothing to point at.</param>
/// <param name="Id">Number under which the log has the details; null unless something failed here.</param>
internal sealed record ErrorBody(string Error, IReadOnlyList<Diagnostic>? Diagnostics = null, string? Id = null);
