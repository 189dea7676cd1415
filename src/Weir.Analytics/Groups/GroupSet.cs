using Weir.Analytics.Flows.Plans;
using Weir.Wire;

namespace Weir.Analytics.Groups;

/// <summary>A named set of address groups, immutable: longest matching prefix over all groups of the set wins.</summary>
/// <remarks>
/// Replaced whole by <see cref="AnalyticsEngine.SetGroups"/>, so readers never lock. An address without a mask is a host route.
/// A prefix that two groups list belongs to the last of them, as if the second had replaced the first.
/// </remarks>
public sealed class GroupSet
{
    private const int MostShallow = 2;

    private readonly string[] _names;
    private readonly PooledText[] _texts;
    private readonly PrefixTable<uint> _v4;
    private readonly PrefixTable<UInt128> _v6;

    private GroupSet(IReadOnlyDictionary<string, IReadOnlyList<string>> definition, string[] names, PrefixTable<uint> v4, PrefixTable<UInt128> v6, long updatedMs)
    {
        Definition = definition;
        UpdatedMs = updatedMs;
        _names = names;
        _texts = [.. names.Select(name => new PooledText(name))];
        _v4 = v4;
        _v6 = v6;
    }

    /// <summary>Groups by name with their prefixes as written.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Definition { get; }

    /// <summary>When the set was made, in ms since the epoch.</summary>
    public long UpdatedMs { get; }

    /// <summary>Groups in the set.</summary>
    public int Count => _names.Length;

    /// <summary>True when a lookup is a matter of few steps, so that remembering its outcome would cost as much.</summary>
    internal bool IsShallow => _v4.Depth <= MostShallow && _v6.Depth <= MostShallow;

    /// <summary>Compiles a set.</summary>
    /// <param name="definition">Groups with their prefixes, in any case, IPv4 and IPv6 mixed.</param>
    /// <param name="updatedMs">When it was set, in ms since the epoch.</param>
    /// <param name="diagnostics">Every prefix that cannot be read.</param>
    /// <returns>The set; null when there are diagnostics.</returns>
    public static GroupSet? Build(
        IReadOnlyDictionary<string, IReadOnlyList<string>> definition, long updatedMs, out IReadOnlyList<Diagnostic> diagnostics)
    {
        List<Diagnostic> problems = [];
        List<Prefix> v4 = [];
        List<Prefix> v6 = [];
        string[] names = [.. definition.Keys];
        int index = 0;
        foreach ((string name, IReadOnlyList<string> prefixes) in definition)
        {
            for (int i = 0; i < prefixes.Count; i++)
            {
                if (!Prefix.TryParse(prefixes[i], index, out Prefix prefix, out bool isV6))
                {
                    problems.Add(new Diagnostic($"{name}[{i}]", $"\"{prefixes[i]}\" is neither an address nor a prefix such as 10.0.0.0/8 or 2001:db8::/32"));
                    continue;
                }

                (isV6 ? v6 : v4).Add(prefix);
            }

            index++;
        }

        diagnostics = problems;
        return problems.Count > 0 ? null : new GroupSet(definition, names, PrefixTable<uint>.Build(v4), PrefixTable<UInt128>.Build(v6), updatedMs);
    }

    /// <summary>Number of the group with the longest prefix that contains the address; -1 when none does.</summary>
    /// <remarks>An IPv4-mapped IPv6 address is looked up as IPv4.</remarks>
    public int FindIndex(NetworkAddress address)
    {
        if (address.Family == NetworkFamily.V4)
        {
            return _v4.Find((uint)address.Low);
        }

        if (address.Family != NetworkFamily.V6)
        {
            return -1;
        }

        bool mapped = address.High == 0 && address.Low >> 32 == 0xffff;
        return mapped
            ? _v4.Find((uint)address.Low)
            : _v6.Find(new UInt128(address.High, address.Low));
    }

    /// <summary>Name of a group by its number.</summary>
    public string Name(int index) => _names[index];

    /// <summary>Name of a group by its number, as flow keys hold it.</summary>
    internal PooledText Text(int index) => _texts[index];

    /// <summary>Name of the group with the longest prefix that contains the address; null when none does.</summary>
    public string? Find(NetworkAddress address)
    {
        int index = FindIndex(address);
        return index < 0 ? null : _names[index];
    }
}
