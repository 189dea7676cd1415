using System.Globalization;
using Weir.Analytics.Flows;

namespace Weir.Export.Sinks.Ipfix;

/// <summary>How the records of one flow definition become data records: compiled once for each definition and family of agent.</summary>
/// <remarks>
/// Fields: the keys that IPFIX knows, in their order; the protocol, where it follows from a key and is none itself; octets and packets;
/// begin and end; the agent's address. Keys that IPFIX does not know are left out.
/// </remarks>
internal sealed class IpfixLayout
{
    private const int Tcp = 6;
    private const int Udp = 17;

    private readonly List<(IpfixElement Element, int Key)> _keys = [];
    private readonly List<(IpfixElement Element, int Value)> _values = [];
    private readonly string _separator;
    private readonly int _keyCount;
    private readonly byte _protocol;
    private readonly IpfixElement _exporter;

    private IpfixLayout(FlowDefinition definition, bool exporterIs6)
    {
        string[] keys = definition.Keys.Split(',', StringSplitOptions.TrimEntries);
        _separator = definition.Fs;
        _keyCount = keys.Length;
        _exporter = exporterIs6 ? IpfixElement.Exporter6 : IpfixElement.Exporter4;
        for (int i = 0; i < keys.Length; i++)
        {
            // An element twice in a record would mean that it is twice so.
            if (IpfixElement.TryOf(keys[i], out IpfixElement element) && !_keys.Any(k => k.Element.Id == element.Id))
            {
                _keys.Add((element, i));
            }
        }

        _protocol = Implied(keys);
        AddValues(definition);
        Elements =
        [
            .. _keys.Select(k => k.Element), .. _protocol == 0 ? (IpfixElement[])[] : [IpfixElement.Protocol], .. _values.Select(v => v.Element),
            IpfixElement.FlowStart, IpfixElement.FlowEnd, _exporter,
        ];
        Length = Elements.Sum(e => e.Length);
    }

    /// <summary>Fields in order: the template.</summary>
    public IReadOnlyList<IpfixElement> Elements { get; }

    /// <summary>Bytes of a data record.</summary>
    public int Length { get; }

    /// <summary>The layout; null when the definition has no key and no value that IPFIX knows.</summary>
    public static IpfixLayout? Of(FlowDefinition definition, bool exporterIs6)
    {
        IpfixLayout layout = new(definition, exporterIs6);
        return layout._keys.Count > 0 && layout._values.Count > 0 ? layout : null;
    }

    /// <summary>Writes a data record; false when a key's text is not what its field can say.</summary>
    /// <param name="record">Record of a flow of the definition.</param>
    /// <param name="target"><see cref="Length"/> bytes.</param>
    public bool TryWrite(FlowRecord record, Span<byte> target)
    {
        string[] keys = record.FlowKeys.Split(_separator);
        if (keys.Length != _keyCount)
        {
            return false;
        }

        int at = 0;
        foreach ((IpfixElement element, int key) in _keys)
        {
            if (!element.TryWrite(keys[key], target.Slice(at, element.Length)))
            {
                return false;
            }

            at += element.Length;
        }

        if (_protocol != 0)
        {
            target[at++] = _protocol;
        }

        foreach ((IpfixElement element, int value) in _values)
        {
            double measured = value < 0 ? record.Value : record.Values?.ElementAtOrDefault(value) ?? 0;
            element.TryWrite((ulong)Math.Clamp(Math.Round(measured), 0, long.MaxValue), target.Slice(at, element.Length));
            at += element.Length;
        }

        IpfixElement.FlowStart.TryWrite((ulong)Math.Max(0, record.Start), target[at..]);
        IpfixElement.FlowEnd.TryWrite((ulong)Math.Max(0, record.End), target[(at + 8)..]);
        return _exporter.TryWrite(record.Agent, target.Slice(at + 16, _exporter.Length));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Elements.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Id}/{e.Length}")));

    private byte Implied(string[] keys)
    {
        if (_keys.Any(k => k.Element.Id == IpfixElement.Protocol.Id))
        {
            return 0;
        }

        return keys.Any(k => k.StartsWith("tcp", StringComparison.Ordinal)) ? (byte)Tcp : keys.Any(k => k.StartsWith("udp", StringComparison.Ordinal)) ? (byte)Udp : (byte)0;
    }

    private void AddValues(FlowDefinition definition)
    {
        Add(definition.Value, -1);
        for (int i = 0; i < definition.Values.Count; i++)
        {
            Add(definition.Values[i], i);
        }

        void Add(string value, int index)
        {
            IpfixElement element = value switch { "bytes" => IpfixElement.OctetDelta, "frames" => IpfixElement.PacketDelta, _ => default };
            if (element.Length > 0 && !_values.Any(v => v.Element.Id == element.Id))
            {
                _values.Add((element, index));
            }
        }
    }
}
