using Weir.Export.Events;
using Weir.Export.Settings;

namespace Weir.Export.Filters;

/// <summary>How one sink's events differ in their fields: some dropped, some with other names, some added. Immutable.</summary>
/// <remarks>The setting <c>fields</c>: <c>drop</c> (list), <c>rename</c> (old: new), <c>add</c> (name: text), applied in this order. The event itself is never changed.</remarks>
public sealed class FieldMapping
{
    private readonly HashSet<string> _drop;
    private readonly IReadOnlyDictionary<string, string> _rename;
    private readonly IReadOnlyDictionary<string, string> _add;

    private FieldMapping(HashSet<string> drop, IReadOnlyDictionary<string, string> rename, IReadOnlyDictionary<string, string> add)
    {
        _drop = drop;
        _rename = rename;
        _add = add;
    }

    /// <summary>Reads the section <c>fields</c>.</summary>
    public static FieldMapping Read(SinkSettings fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        FieldMapping mapping = new([.. fields.List("drop")], fields.Map("rename"), fields.Map("add"));
        if (mapping._rename.Values.Distinct(StringComparer.Ordinal).Count() != mapping._rename.Count)
        {
            fields.Refuse("rename", "gives two fields the same name");
        }

        if (mapping._rename.Values.Any(name => name.Length == 0))
        {
            fields.Refuse("rename", "gives a field an empty name");
        }

        return mapping;
    }

    /// <summary>The event as the sink gets it; the same object when nothing changes.</summary>
    public WeirEvent Apply(WeirEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (_drop.Count == 0 && _rename.Count == 0 && _add.Count == 0)
        {
            return item;
        }

        // A renamed or added field takes the place of one that had the name before: names stay unique.
        List<EventField> fields = new(item.Fields.Count + _add.Count);
        HashSet<string> taken = new(_add.Keys, StringComparer.Ordinal);
        taken.UnionWith(item.Fields.Where(f => !_drop.Contains(f.Name) && _rename.ContainsKey(f.Name)).Select(f => _rename[f.Name]));
        foreach (EventField field in item.Fields.Where(f => !_drop.Contains(f.Name)))
        {
            if (_rename.TryGetValue(field.Name, out string? other))
            {
                if (!_add.ContainsKey(other))
                {
                    fields.Add(new EventField(other, field.Value));
                }
            }
            else if (!taken.Contains(field.Name))
            {
                fields.Add(field);
            }
        }

        fields.AddRange(_add.Select(added => new EventField(added.Key, FieldValue.Of(added.Value))));
        return item with { Fields = fields };
    }
}
