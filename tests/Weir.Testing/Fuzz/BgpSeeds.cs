using Weir.Bgp.Addressing;
using Weir.Bgp.Capabilities;
using Weir.Bgp.Messages;
using Weir.Bgp.Rib;
using Weir.Bgp.Session;
using Weir.Testing.Bgp;

namespace Weir.Testing.Fuzz;

/// <summary>Valid BGP messages of every type, and where their lengths are.</summary>
internal static class BgpSeeds
{
    public static SessionParameters Internal { get; } = new() { LocalAs = 65000, PeerAs = 65000, IsInternal = true, FourOctetAs = true, Families = FamilySet.All, HoldTimeSeconds = 90 };

    public static SessionParameters ExternalTwoOctets { get; } = Internal with { PeerAs = 65001, IsInternal = false, FourOctetAs = false };

    public static SessionParameters AddPath { get; } = Internal with { AddPath = FamilySet.Ipv4Unicast | FamilySet.Ipv6Unicast };

    /// <summary>A message with its header.</summary>
    public static byte[] Create(Random random)
    {
        byte[] buffer = new byte[BgpHeader.MaxLength];
        return buffer[..Write(new RandomValues(random.Next()), buffer)];
    }

    /// <summary>Offsets such that a word of four octets ends with each length of one or two octets.</summary>
    public static IReadOnlyList<int> FindWords(byte[] message)
    {
        List<int> words = [15];
        int body = BgpHeader.Size;
        if (message.Length < body + 10)
        {
            return words;
        }

        BgpMessageType type = (BgpMessageType)message[18];
        if (type == BgpMessageType.Open)
        {
            words.AddRange(Enumerable.Range(body + 6, Math.Max(0, message.Length - body - 9)));
        }
        else if (type == BgpMessageType.Update)
        {
            words.Add(body - 2);
            int attributes = body + 2 + ((message[body] << 8) | message[body + 1]);
            words.Add(attributes - 2);
            for (int at = attributes + 2; at + 4 < message.Length;)
            {
                bool isLong = (message[at] & 0x10) != 0;
                words.Add(isLong ? at : at - 1);
                words.Add(Math.Min(at + 4, message.Length - 4));
                at += isLong ? 4 + ((message[at + 2] << 8) | message[at + 3]) : 3 + message[at + 2];
            }
        }

        return words;
    }

    private static int Write(RandomValues values, byte[] buffer)
    {
        bool isV6 = values.Flip();
        bool isFlow = values.Source.Next(3) == 0;
        Nlri[] routes = isFlow ? [values.Rule(isV6).ToNlri()!] : [.. Enumerable.Range(0, 1 + values.Source.Next(4)).Select(_ => WithId(values, isV6))];
        switch (values.Source.Next(8))
        {
            case 0:
                return WriteOpen(values, buffer);
            case 1:
                return WriteSmall(values, buffer);
            case 2 or 3:
                return UpdateEncoder.WriteWithdraw(buffer, routes, out _);
            default:
                return UpdateEncoder.WriteAnnounce(buffer, Internal, values.Attributes(isV6), routes, out _);
        }
    }

    // Half of them with a path identifier in front, which means nothing, or something else, in sessions without (RFC 7911 section 3).
    private static Nlri WithId(RandomValues values, bool isV6)
    {
        BgpWriter writer = new(stackalloc byte[24]);
        if (values.Flip())
        {
            writer.WriteUInt32((uint)values.Source.Next(4));
        }

        values.Prefix(isV6).Write(ref writer);
        return new Nlri(isV6 ? BgpFamily.Ipv6Unicast : BgpFamily.Ipv4Unicast, writer.Written);
    }

    private static int WriteOpen(RandomValues values, byte[] buffer)
    {
        CapabilitySet capabilities = new()
        {
            HasMultiprotocol = values.Flip(),
            Families = (FamilySet)values.Source.Next(16),
            FourOctetAs = values.Flip() ? values.Number() : null,
            RouteRefresh = values.Flip(),
            EnhancedRouteRefresh = values.Flip(),
            ExtendedMessage = values.Flip(),
            AddPathReceive = (FamilySet)values.Source.Next(16),
            AddPathSend = (FamilySet)values.Source.Next(16),
            GracefulRestart = values.Flip() ? new(values.Flip(), values.Flip(), (ushort)values.Source.Next(4096), FamilySet.All, (FamilySet)values.Source.Next(16)) : null,
        };
        BgpWriter writer = new(buffer);
        new OpenMessage((uint)values.Source.Next(1, 65536), (ushort)values.Source.Next(3, 65536), values.Number() | 1, capabilities).Write(ref writer);
        return writer.Position;
    }

    private static int WriteSmall(RandomValues values, byte[] buffer)
    {
        BgpWriter writer = new(buffer);
        switch (values.Source.Next(3))
        {
            case 0:
                KeepaliveMessage.Write(ref writer);
                break;
            case 1:
                new RouteRefreshMessage((ushort)values.Source.Next(1, 3), 0, 1).Write(ref writer);
                break;
            default:
                new NotificationMessage(BgpError.HardReset, 6, 2).Write(ref writer);
                break;
        }

        return writer.Position;
    }
}
