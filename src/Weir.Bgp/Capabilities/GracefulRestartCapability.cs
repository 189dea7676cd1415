using Weir.Bgp.Addressing;

namespace Weir.Bgp.Capabilities;

/// <summary>
/// The graceful restart capability (RFC 4724 section 3, RFC 8538 section 2).
/// <code>
/// R N x x | restart time: 12 bits | (AFI 2 | SAFI 1 | F x x x x x x x)*
/// </code>
/// </summary>
/// <param name="Restarted">R: the speaker has just restarted; its peer need not wait for End-of-RIB.</param>
/// <param name="Notification">N: a NOTIFICATION other than a hard reset does not end the keeping of routes.</param>
/// <param name="RestartTimeSeconds">How long the peer may wait for the session to come back, 0 to 4095.</param>
/// <param name="Families">Families for which routes are kept.</param>
/// <param name="Forwarding">Families with the F bit: forwarding state was preserved.</param>
public readonly record struct GracefulRestartCapability(
    bool Restarted, bool Notification, ushort RestartTimeSeconds, FamilySet Families, FamilySet Forwarding)
{
    /// <summary>Reads the value of the capability; false when its length is not 2 plus a multiple of 4.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, out GracefulRestartCapability capability)
    {
        capability = default;
        BgpReader reader = new(value);
        if (!reader.TryReadUInt16(out ushort head) || reader.Remaining % 4 != 0)
        {
            return false;
        }

        FamilySet families = FamilySet.None;
        FamilySet forwarding = FamilySet.None;
        while (reader.TryReadUInt16(out ushort afi) && reader.TryReadByte(out byte safi) && reader.TryReadByte(out byte flags))
        {
            if (BgpFamilies.TryFind(afi, safi, out BgpFamily family))
            {
                families |= family.AsSet();
                forwarding |= (flags & 0x80) != 0 ? family.AsSet() : FamilySet.None;
            }
        }

        capability = new GracefulRestartCapability((head & 0x8000) != 0, (head & 0x4000) != 0, (ushort)(head & 0x0FFF), families, forwarding);
        return true;
    }

    /// <summary>Writes the value of the capability.</summary>
    public void Write(ref BgpWriter writer)
    {
        int head = Math.Min((int)RestartTimeSeconds, 0x0FFF) | (Restarted ? 0x8000 : 0) | (Notification ? 0x4000 : 0);
        writer.WriteUInt16((ushort)head);
        foreach (BgpFamily family in BgpFamilies.All)
        {
            if (Families.Has(family))
            {
                writer.WriteUInt16(family.Afi());
                writer.WriteByte(family.Safi());
                writer.WriteByte(Forwarding.Has(family) ? (byte)0x80 : (byte)0);
            }
        }
    }
}
