using Weir.Analytics;
using Weir.Export.Events;
using Weir.Web.Events;

namespace Weir.Server.Composition.Export;

/// <summary>Tells which events a query wants.</summary>
internal sealed class EventMatch
{
    private readonly EventQuery _query;
    private readonly EventSeverity _least;

    /// <summary>Reads the query.</summary>
    /// <exception cref="DefinitionException">There is no such severity.</exception>
    public EventMatch(EventQuery query)
    {
        _query = query;
        if (query.Severity is not null && !SeverityNames.TryParse(query.Severity, out _least))
        {
            throw new DefinitionException("severity", $"'{query.Severity}' is none of {string.Join(", ", SeverityNames.All)}");
        }
    }

    /// <summary>True when the event is wanted.</summary>
    public bool Wants(WeirEvent item) =>
        item.Severity >= _least && Allows(_query.Kinds, item.Kind) && Allows(_query.Services, item.Service) && Allows(_query.Subjects, item.Subject);

    private static bool Allows(IReadOnlyList<string> wanted, string value) => wanted.Count == 0 || wanted.Contains(value, StringComparer.Ordinal);
}
