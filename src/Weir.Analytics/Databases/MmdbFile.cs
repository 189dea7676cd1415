using System.Buffers.Binary;
using System.Text;
using Weir.Wire;

namespace Weir.Analytics.Databases;

/// <summary>A MaxMind DB file (format 2.0) held in memory: a binary tree over the bits of addresses whose leaves point at data. Immutable.</summary>
/// <remarks>
/// Layout: the tree, 16 zero bytes, the data section, a marker, the metadata. A node is two records of 24, 28 or 32 bits; a record
/// below the number of nodes is a node, that number means nothing is known, a larger one points at data. An IPv4 address in a tree of
/// IPv6 addresses lies below 96 zero bits.
/// </remarks>
public sealed class MmdbFile
{
    /// <summary>Largest file read, in bytes; the largest databases sold are a few hundred MB.</summary>
    public const int MostBytes = 1 << 30;

    private const int SeparatorBytes = 16;
    private const int MostMetadataBytes = 128 << 10;
    private const int BitsBeforeV4 = 96;

    private readonly byte[] _bytes;
    private readonly uint _nodes;
    private readonly int _nodeBytes;
    private readonly int _dataAt;
    private readonly int _dataEnd;
    private readonly bool _hasV6;
    private readonly uint _v4Root;

    private MmdbFile(byte[] bytes, uint nodes, int recordBits, bool hasV6, int dataEnd, string type)
    {
        _bytes = bytes;
        _nodes = nodes;
        _nodeBytes = recordBits / 4;
        _dataAt = (int)(nodes * _nodeBytes) + SeparatorBytes;
        _dataEnd = dataEnd;
        _hasV6 = hasV6;
        Type = type;
        _v4Root = hasV6 ? Walk(0, UInt128.Zero, BitsBeforeV4) : 0;
    }

    private static ReadOnlySpan<byte> Marker => [0xab, 0xcd, 0xef, (byte)'M', (byte)'a', (byte)'x', (byte)'M', (byte)'i', (byte)'n', (byte)'d', (byte)'.', (byte)'c', (byte)'o', (byte)'m'];

    /// <summary>What the file calls itself, for example <c>GeoLite2-Country</c>.</summary>
    public string Type { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="bytes">All of it; kept.</param>
    /// <param name="problem">What is wrong; null when nothing is.</param>
    /// <returns>Null when it is no database that can be used.</returns>
    public static MmdbFile? Read(byte[] bytes, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        int from = Math.Max(0, bytes.Length - MostMetadataBytes);
        int marker = bytes.AsSpan(from).LastIndexOf(Marker);
        if (marker < 0)
        {
            problem = "is no MaxMind DB file: it has no metadata at its end";
            return null;
        }

        marker += from;
        MmdbData metadata = new(bytes.AsSpan(marker + Marker.Length));
        if (!TryReadNumber(metadata, "binary_format_major_version"u8, out ulong version) || version != 2)
        {
            problem = $"has format version {version}; only version 2 is read";
            return null;
        }

        bool complete = TryReadNumber(metadata, "node_count"u8, out ulong nodes) & TryReadNumber(metadata, "record_size"u8, out ulong recordBits)
            & TryReadNumber(metadata, "ip_version"u8, out ulong ipVersion);
        if (!complete || recordBits is not (24 or 28 or 32) || ipVersion is not (4 or 6))
        {
            problem = $"has metadata that cannot be: {nodes} nodes, records of {recordBits} bits, IP version {ipVersion}";
            return null;
        }

        if (nodes > (ulong)marker || (nodes * (recordBits / 4)) + SeparatorBytes > (ulong)marker)
        {
            problem = $"is cut off: {nodes} nodes of {recordBits / 4} bytes do not fit into its {marker} bytes";
            return null;
        }

        problem = null;
        string type = metadata.TryFind(0, "database_type"u8, out int at) ? metadata.ReadText(at) ?? "" : "";
        return new MmdbFile(bytes, (uint)nodes, (int)recordBits, ipVersion == 6, marker, type);
    }

    /// <summary>Finds the data about an address.</summary>
    /// <param name="address">IPv4, IPv6, or IPv4 mapped into IPv6.</param>
    /// <param name="offset">Where the data begins in the data section; equal for all addresses that share it.</param>
    public bool TryFind(NetworkAddress address, out int offset)
    {
        bool mapped = address.Family == NetworkFamily.V6 && address.High == 0 && address.Low >> 32 == 0xffff;
        bool isV4 = address.Family == NetworkFamily.V4 || mapped;
        offset = 0;
        if (address.Family is not (NetworkFamily.V4 or NetworkFamily.V6) || (!isV4 && !_hasV6))
        {
            return false;
        }

        uint found = isV4
            ? Walk(_v4Root, new UInt128(address.Low << 32, 0), 32)
            : Walk(0, new UInt128(address.High, address.Low), 128);
        long at = (long)found - _nodes - SeparatorBytes;
        offset = (int)at;
        return at >= 0 && at < _dataEnd - _dataAt;
    }

    /// <summary>A text in the data about an address: the member that the path leads to; null when there is none.</summary>
    public string? ReadText(int offset, params ReadOnlySpan<string> path)
    {
        MmdbData data = Data;
        return TryFollow(data, offset, path, out int at) ? data.ReadText(at) : null;
    }

    /// <summary>A number in the data about an address; null when there is none.</summary>
    public ulong? ReadNumber(int offset, params ReadOnlySpan<string> path)
    {
        MmdbData data = Data;
        return TryFollow(data, offset, path, out int at) && data.TryReadNumber(at, out ulong number) ? number : null;
    }

    private MmdbData Data => new(_bytes.AsSpan(_dataAt, _dataEnd - _dataAt));

    private static bool TryReadNumber(MmdbData metadata, ReadOnlySpan<byte> name, out ulong number)
    {
        number = 0;
        return metadata.TryFind(0, name, out int at) && metadata.TryReadNumber(at, out number);
    }

    private static bool TryFollow(MmdbData data, int offset, ReadOnlySpan<string> path, out int at)
    {
        at = offset;
        Span<byte> name = stackalloc byte[64];
        foreach (string step in path)
        {
            if (!Encoding.UTF8.TryGetBytes(step, name, out int length) || !data.TryFind(at, name[..length], out at))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Walks from a node along the upper bits of a key; ends early where the tree does.</summary>
    private uint Walk(uint node, UInt128 key, int bits)
    {
        for (int bit = 0; bit < bits && node < _nodes; bit++)
        {
            node = Record(node, (key >> (127 - bit) & UInt128.One) != UInt128.Zero);
        }

        return node;
    }

    private uint Record(uint node, bool right)
    {
        ReadOnlySpan<byte> both = _bytes.AsSpan((int)(node * _nodeBytes), _nodeBytes);
        switch (_nodeBytes)
        {
            case 6:
                ReadOnlySpan<byte> three = right ? both[3..] : both;
                return ((uint)three[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(three[1..]);
            case 7:
                uint upper = right ? both[3] & 15u : (uint)both[3] >> 4;
                ReadOnlySpan<byte> lower = right ? both[4..] : both;
                return (upper << 24) | ((uint)lower[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(lower[1..]);
            default:
                return BinaryPrimitives.ReadUInt32BigEndian(right ? both[4..] : both);
        }
    }
}
