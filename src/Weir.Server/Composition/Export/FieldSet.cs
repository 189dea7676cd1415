using Weir.Export.Events;

namespace Weir.Server.Composition.Export;

/// <summary>Collects the fields of an event: names are unique and fit, whatever keys are called; what comes first keeps its name.</summary>
internal sealed class FieldSet
{
    private readonly List<EventField> _fields = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Adds a field; one whose name is taken, or that there is no room for, is left out.</summary>
    public void Add(string name, FieldValue value)
    {
        string fit = name.Length <= EventLimits.MaxFieldNameLength ? name : name[..EventLimits.MaxFieldNameLength];
        if (fit.Length > 0 && _fields.Count < EventLimits.MaxFields && _names.Add(fit))
        {
            _fields.Add(new EventField(fit, value));
        }
    }

    /// <summary>The fields in the order in which they were added.</summary>
    public List<EventField> ToList() => _fields;
}
