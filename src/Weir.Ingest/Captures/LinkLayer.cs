using System.Buffers.Binary;

namespace Weir.Ingest.Captures;

/// <summary>Finds the IP header behind the link layer header.</summary>
internal static class LinkLayer
{
    private const int EthernetHeader = 14;
    private const int CookedHeader = 16;
    private const int Cooked2Header = 20;
    private const int FamilyWord = 4;
    private const int TagBytes = 4;
    private const int MaxTags = 8;
    private const ushort EtherTypeV4 = 0x0800;
    private const ushort EtherTypeV6 = 0x86dd;

    /// <summary>True when the link type is one that is understood.</summary>
    public static bool IsKnown(LinkType link) => Enum.IsDefined(link);

    /// <summary>Strips the link layer.</summary>
    /// <returns>The packet from its IP header on; empty when it is not IP.</returns>
    public static ReadOnlySpan<byte> Strip(LinkType link, ReadOnlySpan<byte> packet) => link switch
    {
        LinkType.Ethernet => AfterEtherType(packet, EthernetHeader),
        LinkType.LinuxCooked => AfterEtherType(packet, CookedHeader),
        LinkType.LinuxCooked2 => AfterCooked2(packet),
        LinkType.Null or LinkType.Loop => packet.Length > FamilyWord ? packet[FamilyWord..] : default,
        LinkType.Raw or LinkType.RawBsd or LinkType.RawOpenBsd or LinkType.RawV4 or LinkType.RawV6 => packet,
        _ => default,
    };

    // The EtherType is in the last two bytes of the header; VLAN tags stand between it and the payload.
    private static ReadOnlySpan<byte> AfterEtherType(ReadOnlySpan<byte> packet, int offset)
    {
        for (int tags = 0; tags <= MaxTags && packet.Length >= offset; tags++)
        {
            ushort type = BinaryPrimitives.ReadUInt16BigEndian(packet[(offset - 2)..]);
            if (!IsTag(type))
            {
                return type is EtherTypeV4 or EtherTypeV6 ? packet[offset..] : default;
            }

            offset += TagBytes;
        }

        return default;
    }

    private static ReadOnlySpan<byte> AfterCooked2(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < Cooked2Header)
        {
            return default;
        }

        ushort type = BinaryPrimitives.ReadUInt16BigEndian(packet);
        if (IsTag(type))
        {
            return AfterEtherType(packet, Cooked2Header + TagBytes);
        }

        return type is EtherTypeV4 or EtherTypeV6 ? packet[Cooked2Header..] : default;
    }

    private static bool IsTag(ushort etherType) => etherType is 0x8100 or 0x88a8 or 0x9100 or 0x9200;
}
