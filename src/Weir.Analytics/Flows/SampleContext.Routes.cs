using System.Buffers.Binary;
using Weir.Analytics.Flows.Keys;
using Weir.Analytics.Routes;
using Weir.Wire;
using Weir.Wire.Packets;

namespace Weir.Analytics.Flows;

public ref partial struct SampleContext
{
    private const uint GatewayTag = 1003;

    // Positions from here on lie in the record that was made, not in the sample: no sample is a gigabyte long.
    private const int MadeRecord = 1 << 30;

    /// <summary>Bytes at a position that a <see cref="RecordPosition"/> led to.</summary>
    internal readonly ReadOnlySpan<byte> Slice(int offset, int length) =>
        offset >= MadeRecord ? Routes!.Body.Slice(offset - MadeRecord, length) : Bytes.Slice(offset, length);

    /// <summary>Addresses of the outermost IP packet and of its frame; false where there is no IP packet.</summary>
    internal readonly bool TryGetRouted(out RoutedPacket packet)
    {
        bool found = TryGetAddresses(out NetworkAddress source, out NetworkAddress destination);
        ulong from = 0;
        ulong to = 0;
        if (_packet.TryFind(LayerKind.Ethernet, 0, out Layer frame) && Header.Length >= frame.Offset + 12)
        {
            to = MacAt(Header[frame.Offset..]);
            from = MacAt(Header[(frame.Offset + 6)..]);
        }
        else if (TryFindRecord(RecordField.Ethernet, out RecordPosition record) && record.Length >= 20)
        {
            from = MacAt(BodyOf(record)[4..]);
            to = MacAt(BodyOf(record)[12..]);
        }

        packet = new RoutedPacket(source, destination, from, to);
        return found;
    }

    private static ulong MacAt(ReadOnlySpan<byte> bytes) => ((ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]);

    private readonly bool TryGetAddresses(out NetworkAddress source, out NetworkAddress destination)
    {
        source = default;
        destination = default;
        bool is4 = _packet.TryFind(LayerKind.Ip4, 0, out Layer ip4) && Header.Length >= ip4.Offset + 20;
        bool is6 = _packet.TryFind(LayerKind.Ip6, 0, out Layer ip6) && Header.Length >= ip6.Offset + 40;
        if (is4 && !(is6 && ip6.Offset < ip4.Offset))
        {
            source = NetworkAddress.ReadV4(Header[(ip4.Offset + 12)..]);
            destination = NetworkAddress.ReadV4(Header[(ip4.Offset + 16)..]);
        }
        else if (is6)
        {
            source = NetworkAddress.ReadV6(Header[(ip6.Offset + 8)..]);
            destination = NetworkAddress.ReadV6(Header[(ip6.Offset + 24)..]);
        }
        else if (TryFindRecord(RecordField.Ip4, out RecordPosition record) && record.Length >= 16)
        {
            source = NetworkAddress.ReadV4(BodyOf(record)[8..]);
            destination = NetworkAddress.ReadV4(BodyOf(record)[12..]);
        }
        else if (TryFindRecord(RecordField.Ip6, out record) && record.Length >= 40)
        {
            source = NetworkAddress.ReadV6(BodyOf(record)[8..]);
            destination = NetworkAddress.ReadV6(BodyOf(record)[24..]);
        }

        return source.Family != NetworkFamily.Unknown;
    }

    private readonly bool TryMakeGateway(out RecordPosition record)
    {
        int length = TryGetRouted(out RoutedPacket packet) ? Routes!.BodyFor(in packet).Length : 0;
        record = new RecordPosition(GatewayTag, MadeRecord, length);
        return length > 0;
    }
}
