using System.Collections.Frozen;
using Weir.Wire.SFlow;

namespace Weir.Analytics.Counters;

/// <summary>Every counter record structure that has metrics, by its tag. Immutable.</summary>
internal static partial class CounterRecords
{
    private static readonly FrozenDictionary<uint, RecordLayout> Layouts;
    private static readonly FrozenDictionary<uint, RecordLayout> GuestLayouts;

    /// <summary>Records that are understood but have no metrics: host_adapters, host_parent, queue_length.</summary>
    private static readonly FrozenSet<uint> WithoutMetrics =
        new[] { DataFormat.Make(0, 2001), DataFormat.Make(0, 2002), DataFormat.Make(0, 1003) }.ToFrozenSet();

    static CounterRecords()
    {
        RecordLayoutBuilder[] common = [.. Interface(), .. Host(), .. Mib2(), .. Application(), .. Switch()];
        RecordLayoutBuilder[] guest = [.. Guest()];
        Dictionary<string, int> ids = new(StringComparer.Ordinal);
        foreach (string name in common.Concat(guest).SelectMany(static b => b.Names).Where(static n => n[0] != '.'))
        {
            ids.TryAdd(name, ids.Count);
        }

        StandardNames = [.. ids.OrderBy(static p => p.Value).Select(static p => p.Key)];
        Layouts = common.Select(b => Bind(b, ids)).ToFrozenDictionary(static l => l.Tag);
        GuestLayouts = guest.Select(b => Bind(b, ids)).ToFrozenDictionary(static l => l.Tag);
    }

    /// <summary>Names of all standard metrics; the position of a name is its number in every engine.</summary>
    public static IReadOnlyList<string> StandardNames { get; }

    /// <summary>Every layout there is.</summary>
    public static IEnumerable<RecordLayout> All => Layouts.Values.Concat(GuestLayouts.Values);

    /// <summary>Layout of a record; null for one without metrics.</summary>
    /// <param name="tag">Enterprise and format.</param>
    /// <param name="isGuest">True on the data source of a virtual machine, container or application.</param>
    public static RecordLayout? Find(uint tag, bool isGuest) =>
        isGuest && GuestLayouts.TryGetValue(tag, out RecordLayout? guest) ? guest : Layouts.GetValueOrDefault(tag);

    /// <summary>True for a record that is understood, with or without metrics.</summary>
    public static bool IsKnown(uint tag) => Layouts.ContainsKey(tag) || WithoutMetrics.Contains(tag);

    /// <summary>Number of a standard metric.</summary>
    public static int IdOf(string name)
    {
        for (int id = 0; id < StandardNames.Count; id++)
        {
            if (StandardNames[id] == name)
            {
                return id;
            }
        }

        throw new ArgumentException($"\"{name}\" is no standard metric.", nameof(name));
    }

    private static RecordLayout Bind(RecordLayoutBuilder builder, Dictionary<string, int> ids)
    {
        int[] metricIds = [.. builder.Names.Select(n => n[0] == '.' ? -1 : ids[n])];
        return new RecordLayout(builder, metricIds, ids.Count);
    }

    private static RecordLayoutBuilder New(uint format) => new(0, format);

    private static string[] Prefixed(string prefix, string names) => [.. names.Split(' ').Select(n => prefix + n)];
}
