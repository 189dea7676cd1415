using Weir.Wire.Packets;

namespace Weir.Testing.Packets;

/// <summary>Packets to damage: every vector, some of them inside others.</summary>
public static class PacketSeeds
{
    private static readonly PacketVector[] Vectors = [.. PacketVectors.All.Values];

    /// <summary>Takes a vector, or an Ethernet vector inside the tunnels of another.</summary>
    /// <param name="random">Where the choice comes from.</param>
    /// <param name="protocol">What the packet begins with.</param>
    public static byte[] Create(Random random, out HeaderProtocol protocol)
    {
        ArgumentNullException.ThrowIfNull(random);
        PacketVector vector = Vectors[random.Next(Vectors.Length)];
        protocol = vector.Protocol;
        if (random.Next(3) > 0)
        {
            return vector.Bytes;
        }

        // 50 bytes of Ethernet, IPv4, UDP and VXLAN, then anything.
        byte[] outer = PacketVectors.All["vxlan"].Bytes[..50];
        protocol = HeaderProtocol.Ethernet;
        return [.. outer, .. vector.Bytes];
    }
}
