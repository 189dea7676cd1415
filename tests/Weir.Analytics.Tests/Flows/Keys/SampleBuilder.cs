using System.Buffers.Binary;
using System.Text;

namespace Weir.Analytics.Tests.Flows.Keys;

/// <summary>Builds the body of a flow sample, record by record, for tests of keys.</summary>
internal sealed class SampleBuilder
{
    private readonly List<byte> _records = [];
    private int _count;

    /// <summary>Adds a record of 32-bit words.</summary>
    public SampleBuilder Words(uint tag, params uint[] words) => Record(tag, [.. words.SelectMany(Big)]);

    /// <summary>Adds a record of any parts: uint words, ulong hypers, strings, byte arrays as they are.</summary>
    public SampleBuilder Parts(uint tag, params object[] parts) => Record(tag, [.. parts.SelectMany(Encode)]);

    /// <summary>Adds a sampled Ethernet header.</summary>
    public SampleBuilder Header(byte[] packet, uint protocol = 1, uint stripped = 4) =>
        Parts(1, protocol, (uint)packet.Length + stripped, stripped, (uint)packet.Length, Pad(packet));

    /// <summary>The sample 0:3 of data source 5, rate 1000, from ifIndex 5 to ifIndex 9 unless told.</summary>
    public byte[] Build(uint inputFormat = 0, uint input = 5, uint outputFormat = 0, uint output = 9) =>
        [.. new uint[] { 1, 0, 5, 1000, 50_000, 0, inputFormat, input, outputFormat, output, (uint)_count }.SelectMany(Big), .. _records];

    /// <summary>The notification 0:5 of a dropped packet.</summary>
    public byte[] BuildDiscard(uint reason) => [.. new uint[] { 1, 0, 5, 0, 5, 0, reason, (uint)_count }.SelectMany(Big), .. _records];

    private SampleBuilder Record(uint tag, byte[] body)
    {
        _records.AddRange(Big(tag));
        _records.AddRange(Big((uint)body.Length));
        _records.AddRange(Pad(body));
        _count++;
        return this;
    }

    private static byte[] Encode(object part) => part switch
    {
        uint word => Big(word),
        ulong hyper => [.. Big((uint)(hyper >> 32)), .. Big((uint)hyper)],
        string text => [.. Big((uint)Encoding.UTF8.GetByteCount(text)), .. Pad(Encoding.UTF8.GetBytes(text))],
        byte[] bytes => bytes,
        _ => throw new ArgumentException($"no encoding for {part.GetType()}"),
    };

    private static byte[] Big(uint word)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, word);
        return bytes;
    }

    private static byte[] Pad(byte[] bytes) => [.. bytes, .. new byte[-bytes.Length & 3]];
}
