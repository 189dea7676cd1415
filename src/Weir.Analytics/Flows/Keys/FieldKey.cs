using System.Buffers.Binary;
using Weir.Wire;
using Weir.Wire.Packets;
using Weir.Wire.Packets.Fields;

namespace Weir.Analytics.Flows.Keys;

/// <summary>A key that is one field of a packet header, with the records that stand in for it.</summary>
internal sealed class FieldKey(PacketField field, RecordField[] fallbacks)
{
    /// <summary>Reads the field; its type is <see cref="KeyEvaluator"/>.</summary>
    public bool TryGet(scoped ref SampleContext sample, int occurrence, out KeyValue value)
    {
        if (sample.Packet.TryFind(field.Kind, occurrence, out Layer layer))
        {
            return TryReadField(field, sample.Header, layer, out value);
        }

        value = default;
        return occurrence == 0 && !sample.HasHeader && fallbacks.Length != 0 && TryFallback(ref sample, out value);
    }

    /// <summary>Reads a field of a header found before.</summary>
    public static bool TryReadField(in PacketField field, ReadOnlySpan<byte> header, Layer layer, out KeyValue value)
    {
        if (field.Type == PacketFieldType.Ip6)
        {
            bool there = field.TryReadAddress(header, layer, out NetworkAddress address);
            value = there ? KeyValue.Address(address) : default;
            return there;
        }

        bool read = field.TryRead(header, layer, out ulong raw);
        value = read ? KeyValue.OfField(field.Type, raw, field.BitWidth) : default;
        return read;
    }

    private bool TryFallback(scoped ref SampleContext sample, out KeyValue value)
    {
        foreach (RecordField fallback in fallbacks)
        {
            if (sample.TryFindRecord(fallback.Tag, out RecordPosition record))
            {
                ReadOnlySpan<byte> body = sample.BodyOf(record);
                bool fits = fallback.Protocol == 0 || (body.Length >= 8 && BinaryPrimitives.ReadUInt32BigEndian(body[4..]) == fallback.Protocol);
                if (fits && TryReadRecord(body, fallback.Offset, out value))
                {
                    return true;
                }
            }
        }

        value = default;
        return false;
    }

    /// <summary>Records hold numbers as 32-bit words whatever their width on the wire.</summary>
    private bool TryReadRecord(ReadOnlySpan<byte> body, int offset, out KeyValue value)
    {
        value = default;
        int width = field.Type switch { PacketFieldType.Ip6 => 16, PacketFieldType.Mac => 6, _ => 4 };
        if (body.Length < offset + width)
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = body[offset..];
        value = field.Type switch
        {
            PacketFieldType.Ip6 => KeyValue.Address(NetworkAddress.ReadV6(bytes)),
            PacketFieldType.Mac => KeyValue.Mac(MacAddress.Read(bytes).Value),
            _ => KeyValue.OfField(field.Type, BinaryPrimitives.ReadUInt32BigEndian(bytes), field.BitWidth),
        };
        return true;
    }
}
