using Weir.Export.Events;
using Weir.Export.Settings;

namespace Weir.Export.Sinks;

/// <summary>Tells events that begin or go on with something from those that end it, for receivers that keep alarms open.</summary>
/// <remarks>
/// Settings, section <c>life_cycle</c>: <c>kinds</c> (kinds of events that have one: incident, mitigation, threshold), <c>fields</c> (where it is said
/// what happened: state, phase, status, action) and <c>ended</c> (the words that end it).
/// </remarks>
internal sealed class LifeCycle
{
    private readonly IReadOnlyList<string> _kinds;
    private readonly IReadOnlyList<string> _fields;
    private readonly HashSet<string> _ended;

    private LifeCycle(IReadOnlyList<string> kinds, IReadOnlyList<string> fields, IEnumerable<string> ended)
    {
        _kinds = kinds;
        _fields = fields;
        _ended = new HashSet<string>(ended, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Reads the section.</summary>
    public static LifeCycle Read(SinkSettings section) => new(
        Or(section.List("kinds"), [EventKinds.Incident, EventKinds.Mitigation, EventKinds.Threshold]),
        Or(section.List("fields"), ["state", "phase", "status", "action"]),
        Or(section.List("ended"), ["ended", "end", "released", "release", "resolved", "resolve", "cleared", "clear", "withdrawn", "withdraw", "closed", "close", "removed", "remove"]));

    /// <summary>Null: the event stands alone. False: something began or goes on. True: it has ended.</summary>
    public bool? HasEnded(WeirEvent item) =>
        _kinds.Contains(item.Kind) ? _fields.Any(name => item.Field(name) is { Kind: FieldKind.Text } value && _ended.Contains(value.ToString())) : null;

    private static IReadOnlyList<string> Or(IReadOnlyList<string> given, IReadOnlyList<string> otherwise) => given.Count > 0 ? given : otherwise;
}
