using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Weir.Wire;

namespace Weir.Testing;

/// <summary>Writes files in MaxMind's database format 2.0, so that tests need none of anybody's.</summary>
/// <param name="recordBits">Size of a record of the tree: 24, 28 or 32.</param>
/// <param name="ipVersion">6, or 4 for a tree of IPv4 addresses only.</param>
public sealed class MmdbWriter(int recordBits = 28, int ipVersion = 6)
{
    private readonly List<(UInt128 Bits, int Length, object Data)> _prefixes = [];
    private readonly List<byte> _data = [];
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<object, int> _offsets = [];

    /// <summary>Data of a prefix, as a country database has it.</summary>
    public static Dictionary<string, object> Country(string code, string name) => new()
    {
        ["continent"] = new Dictionary<string, object> { ["code"] = "XX", ["geoname_id"] = 6_255_148u },
        ["country"] = new Dictionary<string, object>
        {
            ["geoname_id"] = 300_000u,
            ["is_in_european_union"] = true,
            ["iso_code"] = code,
            ["names"] = new Dictionary<string, object> { ["de"] = name + " (de)", ["en"] = name },
        },
    };

    /// <summary>Data of a prefix, as a database of autonomous systems has it.</summary>
    public static Dictionary<string, object> Asn(uint number, string organization) => new()
    {
        ["autonomous_system_number"] = number,
        ["autonomous_system_organization"] = organization,
    };

    /// <summary>Adds a prefix such as <c>192.0.2.0/24</c> or <c>2001:db8::/32</c>; inside a shorter one it takes its place.</summary>
    public MmdbWriter Add(string prefix, object data)
    {
        string[] parts = prefix.Split('/');
        if (!NetworkAddress.TryParse(parts[0], out NetworkAddress address))
        {
            throw new FormatException($"{prefix} is no prefix");
        }

        int length = int.Parse(parts[1], CultureInfo.InvariantCulture);
        bool isV4 = address.Family == NetworkFamily.V4;
        UInt128 bits = isV4 ? address.Low : new UInt128(address.High, address.Low);
        _prefixes.Add((isV4 && ipVersion == 4 ? bits << 96 : bits, isV4 && ipVersion == 6 ? length + 96 : length, data));
        return this;
    }

    /// <summary>The file.</summary>
    public byte[] Build(string type = "Test", ulong majorVersion = 2)
    {
        Node root = new();
        foreach ((UInt128 bits, int length, object data) in _prefixes.OrderBy(prefix => prefix.Length))
        {
            Insert(root, bits, length, data);
        }

        List<Node> nodes = [];
        Number(root, nodes);
        List<byte> file = [];
        foreach (Node node in nodes)
        {
            WriteNode(file, RecordOf(node.Left, nodes.Count), RecordOf(node.Right, nodes.Count));
        }

        file.AddRange(new byte[16]);
        file.AddRange(_data);
        file.AddRange([0xab, 0xcd, 0xef, .. "MaxMind.com"u8]);
        List<byte> metadata = [];
        WriteMap(metadata, new Dictionary<string, object>
        {
            ["binary_format_major_version"] = (ushort)majorVersion,
            ["binary_format_minor_version"] = (ushort)0,
            ["build_epoch"] = 1_700_000_000ul,
            ["database_type"] = type,
            ["description"] = new Dictionary<string, object> { ["en"] = "made by a test" },
            ["ip_version"] = (ushort)ipVersion,
            ["languages"] = new object[] { "en", "de" },
            ["node_count"] = (uint)nodes.Count,
            ["record_size"] = (ushort)recordBits,
        }, pointers: false);
        file.AddRange(metadata);
        return [.. file];
    }

    private static void Insert(Node node, UInt128 bits, int length, object data)
    {
        for (int bit = 0; bit < length; bit++)
        {
            bool right = (bits >> (127 - bit) & 1) != 0;
            ref object? next = ref right ? ref node.Right : ref node.Left;
            if (bit == length - 1)
            {
                next = data;
                return;
            }

            // What a shorter prefix said goes on beside the longer one.
            next = next as Node ?? new Node { Left = next, Right = next };
            node = (Node)next;
        }
    }

    private static void Number(Node node, List<Node> nodes)
    {
        node.Number = nodes.Count;
        nodes.Add(node);
        foreach (object? child in new[] { node.Left, node.Right })
        {
            if (child is Node inner)
            {
                Number(inner, nodes);
            }
        }
    }

    private uint RecordOf(object? child, int nodes) => child switch
    {
        null => (uint)nodes,
        Node node => (uint)node.Number,
        _ => (uint)(nodes + 16 + OffsetOf(child)),
    };

    private int OffsetOf(object data)
    {
        if (!_offsets.TryGetValue(data, out int offset))
        {
            offset = Write(data);
            _offsets.Add(data, offset);
        }

        return offset;
    }

    private int Write(object data)
    {
        int offset = _data.Count;
        WriteValue(_data, data, pointers: true);
        return offset;
    }

    private void WriteNode(List<byte> file, uint left, uint right)
    {
        switch (recordBits)
        {
            case 24:
                file.AddRange([(byte)(left >> 16), (byte)(left >> 8), (byte)left, (byte)(right >> 16), (byte)(right >> 8), (byte)right]);
                break;
            case 28:
                byte middle = (byte)(((left >> 24) << 4) | (right >> 24));
                file.AddRange([(byte)(left >> 16), (byte)(left >> 8), (byte)left, middle, (byte)(right >> 16), (byte)(right >> 8), (byte)right]);
                break;
            default:
                Span<byte> both = stackalloc byte[8];
                BinaryPrimitives.WriteUInt32BigEndian(both, left);
                BinaryPrimitives.WriteUInt32BigEndian(both[4..], right);
                file.AddRange(both);
                break;
        }
    }

    private void WriteValue(List<byte> target, object value, bool pointers)
    {
        switch (value)
        {
            case string text:
                WriteText(target, text, pointers);
                break;
            case ushort number:
                WriteNumber(target, 5, number);
                break;
            case uint number:
                WriteNumber(target, 6, number);
                break;
            case ulong number:
                WriteNumber(target, 9, number);
                break;
            case bool flag:
                WriteControl(target, 14, flag ? 1 : 0);
                break;
            case object[] items:
                WriteControl(target, 11, items.Length);
                Array.ForEach(items, item => WriteValue(target, item, pointers));
                break;
            default:
                WriteMap(target, (Dictionary<string, object>)value, pointers);
                break;
        }
    }

    private void WriteMap(List<byte> target, Dictionary<string, object> map, bool pointers)
    {
        WriteControl(target, 7, map.Count);
        foreach ((string key, object value) in map)
        {
            WriteValue(target, key, pointers);
            WriteValue(target, value, pointers);
        }
    }

    private void WriteText(List<byte> target, string text, bool pointers)
    {
        if (pointers && _texts.TryGetValue(text, out int known))
        {
            WritePointer(target, known);
            return;
        }

        if (pointers)
        {
            _texts[text] = target.Count;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        WriteControl(target, 2, bytes.Length);
        target.AddRange(bytes);
    }

    private static void WritePointer(List<byte> target, int offset)
    {
        if (offset < 2_048)
        {
            target.AddRange([(byte)(0x20 | (offset >> 8)), (byte)offset]);
        }
        else
        {
            int rest = offset - 2_048;
            target.AddRange([(byte)(0x28 | (rest >> 16)), (byte)(rest >> 8), (byte)rest]);
        }
    }

    private static void WriteNumber(List<byte> target, int kind, ulong number)
    {
        byte[] digits = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(digits, number);
        byte[] kept = [.. digits.SkipWhile(digit => digit == 0)];
        WriteControl(target, kind, kept.Length);
        target.AddRange(kept);
    }

    private static void WriteControl(List<byte> target, int kind, int size)
    {
        int low = size < 29 ? size : size < 285 ? 29 : 30;
        target.Add((byte)(((kind > 7 ? 0 : kind) << 5) | low));
        if (kind > 7)
        {
            target.Add((byte)(kind - 7));
        }

        if (low == 29)
        {
            target.Add((byte)(size - 29));
        }
        else if (low == 30)
        {
            target.AddRange([(byte)((size - 285) >> 8), (byte)(size - 285)]);
        }
    }

    private sealed class Node
    {
        public object? Left;
        public object? Right;
        public int Number;
    }
}
