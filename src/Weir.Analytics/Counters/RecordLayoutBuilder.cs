using Weir.Wire.SFlow;

namespace Weir.Analytics.Counters;

/// <summary>Writes down a counter record structure, field by field in the order of the wire.</summary>
/// <remarks>A name that begins with a dot is a value that only feeds formulas.</remarks>
internal sealed class RecordLayoutBuilder
{
    private readonly List<string> _names = [];

    public RecordLayoutBuilder(uint enterprise, uint format)
    {
        Tag = DataFormat.Make(enterprise, format);
    }

    public uint Tag { get; }

    public List<MetricField> Fields { get; } = [];

    public List<DerivedMetric> DerivedMetrics { get; } = [];

    public int RequiredFields { get; private set; } = -1;

    /// <summary>First of the three slots of <see cref="GuestNames"/>; -1 for none.</summary>
    public int GuestNameSlot { get; private set; } = -1;

    /// <summary>Name of each slot.</summary>
    public IReadOnlyList<string> Names => _names;

    public RecordLayoutBuilder Counters32(params ReadOnlySpan<string> names) => Add(FieldKind.Counter32, names);

    public RecordLayoutBuilder Counters64(params ReadOnlySpan<string> names) => Add(FieldKind.Counter64, names);

    public RecordLayoutBuilder Gauges32(params ReadOnlySpan<string> names) => Add(FieldKind.Gauge32, names);

    public RecordLayoutBuilder Gauges64(params ReadOnlySpan<string> names) => Add(FieldKind.Gauge64, names);

    public RecordLayoutBuilder Signed32(params ReadOnlySpan<string> names) => Add(FieldKind.Signed32, names);

    public RecordLayoutBuilder Singles(params ReadOnlySpan<string> names) => Add(FieldKind.Single, names);

    public RecordLayoutBuilder Percents(params ReadOnlySpan<string> names) => Add(FieldKind.Percent, names);

    /// <summary>The four bytes of a word, in four slots.</summary>
    public RecordLayoutBuilder Bytes(string first, string second, string third, string fourth)
    {
        Add(FieldKind.Bytes, [first]);
        _names.AddRange([second, third, fourth]);
        return this;
    }

    public RecordLayoutBuilder Macs(params ReadOnlySpan<string> names) => Add(FieldKind.Mac, names);

    public RecordLayoutBuilder Texts(params ReadOnlySpan<string> names) => Add(FieldKind.Text, names);

    public RecordLayoutBuilder Hex64(string name) => Add(FieldKind.Hex64, [name]);

    public RecordLayoutBuilder Uuid(string name) => Add(FieldKind.Uuid, [name]);

    public RecordLayoutBuilder Word(string name, Func<uint, string> words) => Add(FieldKind.Word, [name], words);

    /// <summary>ifStatus: bit 0 is the administrative state, bit 1 the operational one.</summary>
    public RecordLayoutBuilder Status(string admin, string oper)
    {
        Add(FieldKind.Status, [admin]);
        _names.Add(oper);
        return this;
    }

    /// <summary>Names of containers and services that are parts of the record's first text.</summary>
    public RecordLayoutBuilder GuestNames()
    {
        GuestNameSlot = _names.Count;
        _names.AddRange(["k8s_name", "k8s_namespace", "swarm_name"]);
        return this;
    }

    /// <summary>Steps over words of no interest.</summary>
    public RecordLayoutBuilder Skip(int words)
    {
        for (int i = 0; i < words; i++)
        {
            Fields.Add(new MetricField(-1, FieldKind.Skip32, null));
        }

        return this;
    }

    /// <summary>The lanes of an optical module, in slots of their own.</summary>
    public RecordLayoutBuilder Lanes()
    {
        Fields.Add(new MetricField(_names.Count, FieldKind.Lanes, null));
        _names.AddRange(OpticalLanes.Names());
        return this;
    }

    /// <summary>Fields from here on were added by later versions: their absence is no error.</summary>
    public RecordLayoutBuilder Optional()
    {
        RequiredFields = Fields.Count;
        return this;
    }

    /// <summary>A metric computed from others already written down.</summary>
    public RecordLayoutBuilder Derived(string name, Formula formula, params ReadOnlySpan<string> inputs)
    {
        int[] slots = new int[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            slots[i] = _names.IndexOf(inputs[i]);
        }

        DerivedMetrics.Add(new DerivedMetric(_names.Count, slots, formula));
        _names.Add(name);
        return this;
    }

    private RecordLayoutBuilder Add(FieldKind kind, ReadOnlySpan<string> names, Func<uint, string>? words = null)
    {
        foreach (string name in names)
        {
            Fields.Add(new MetricField(_names.Count, kind, words));
            _names.Add(name);
        }

        return this;
    }
}
