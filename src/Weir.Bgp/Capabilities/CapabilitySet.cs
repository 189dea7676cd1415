using Weir.Bgp.Addressing;

namespace Weir.Bgp.Capabilities;

/// <summary>What a speaker announced in its OPEN (RFC 5492 section 4). Unknown capabilities are skipped and counted.</summary>
public sealed class CapabilitySet
{
    private const byte ReceivesPaths = 1;
    private const byte SendsPaths = 2;
    private const byte BothWays = ReceivesPaths | SendsPaths;

    /// <summary>Families of the multiprotocol capabilities (RFC 4760 section 8).</summary>
    public FamilySet Families { get; set; }

    /// <summary>Whether any multiprotocol capability was there; without one only IPv4 unicast is spoken.</summary>
    public bool HasMultiprotocol { get; set; }

    /// <summary>The AS of the four-octet AS capability; null where it is absent (RFC 6793 section 3).</summary>
    public uint? FourOctetAs { get; set; }

    /// <summary>Whether ROUTE-REFRESH is understood (RFC 2918 section 2).</summary>
    public bool RouteRefresh { get; set; }

    /// <summary>Whether begin and end of a refresh are marked (RFC 7313 section 3.1).</summary>
    public bool EnhancedRouteRefresh { get; set; }

    /// <summary>Whether messages beyond 4096 octets are understood (RFC 8654 section 3). This speaker never sends one.</summary>
    public bool ExtendedMessage { get; set; }

    /// <summary>Graceful restart; null where absent.</summary>
    public GracefulRestartCapability? GracefulRestart { get; set; }

    /// <summary>Families in which the speaker would send several paths (RFC 7911 section 4). This speaker never does.</summary>
    public FamilySet AddPathSend { get; set; }

    /// <summary>Families in which it would take several paths.</summary>
    public FamilySet AddPathReceive { get; set; }

    /// <summary>Capabilities that were skipped because their code is unknown or their value malformed.</summary>
    public int Skipped { get; private set; }

    /// <summary>Whether nothing would be written.</summary>
    public bool IsEmpty => !HasMultiprotocol && FourOctetAs is null && !RouteRefresh && !EnhancedRouteRefresh && !ExtendedMessage && GracefulRestart is null
        && (AddPathSend | AddPathReceive) == FamilySet.None;

    /// <summary>The families both sides speak (RFC 4760 section 8).</summary>
    public static FamilySet Common(CapabilitySet ours, CapabilitySet theirs)
    {
        ArgumentNullException.ThrowIfNull(ours);
        ArgumentNullException.ThrowIfNull(theirs);
        return ours.Effective & theirs.Effective;
    }

    private FamilySet Effective => HasMultiprotocol ? Families : FamilySet.Ipv4Unicast;

    /// <summary>Reads one capabilities parameter into this set; false when its lengths do not add up.</summary>
    public bool TryRead(ReadOnlySpan<byte> parameter)
    {
        BgpReader reader = new(parameter);
        while (reader.Remaining > 0)
        {
            if (!reader.TryReadByte(out byte code) || !reader.TryReadByte(out byte length) || !reader.TryTake(length, out ReadOnlySpan<byte> value))
            {
                return false;
            }

            if (!Apply((CapabilityCode)code, value))
            {
                Skipped++;
            }
        }

        return true;
    }

    /// <summary>Writes every capability of the set.</summary>
    public void Write(ref BgpWriter writer)
    {
        foreach (BgpFamily family in BgpFamilies.All)
        {
            if (HasMultiprotocol && Families.Has(family))
            {
                Begin(ref writer, CapabilityCode.Multiprotocol, 4);
                writer.WriteUInt16(family.Afi());
                writer.WriteByte(0);
                writer.WriteByte(family.Safi());
            }
        }

        WriteFlag(ref writer, CapabilityCode.RouteRefresh, RouteRefresh);
        WriteFlag(ref writer, CapabilityCode.EnhancedRouteRefresh, EnhancedRouteRefresh);
        WriteFlag(ref writer, CapabilityCode.ExtendedMessage, ExtendedMessage);
        if (FourOctetAs is uint asNumber)
        {
            Begin(ref writer, CapabilityCode.FourOctetAs, 4);
            writer.WriteUInt32(asNumber);
        }

        if (GracefulRestart is GracefulRestartCapability restart)
        {
            Begin(ref writer, CapabilityCode.GracefulRestart, 0);
            int start = writer.Position;
            restart.Write(ref writer);
            writer.PatchByte(start - 1, writer.Position - start);
        }

        WriteAddPath(ref writer);
    }

    private void WriteAddPath(ref BgpWriter writer)
    {
        if ((AddPathSend | AddPathReceive) == FamilySet.None)
        {
            return;
        }

        Begin(ref writer, CapabilityCode.AddPath, 0);
        int start = writer.Position;
        foreach (BgpFamily family in BgpFamilies.All)
        {
            int mode = (AddPathReceive.Has(family) ? ReceivesPaths : 0) | (AddPathSend.Has(family) ? SendsPaths : 0);
            if (mode != 0)
            {
                writer.WriteUInt16(family.Afi());
                writer.WriteByte(family.Safi());
                writer.WriteByte((byte)mode);
            }
        }

        writer.PatchByte(start - 1, writer.Position - start);
    }

    private static void WriteFlag(ref BgpWriter writer, CapabilityCode code, bool present)
    {
        if (present)
        {
            Begin(ref writer, code, 0);
        }
    }

    private static void Begin(ref BgpWriter writer, CapabilityCode code, byte length)
    {
        writer.WriteByte((byte)code);
        writer.WriteByte(length);
    }

    private bool Apply(CapabilityCode code, ReadOnlySpan<byte> value)
    {
        switch (code)
        {
            case CapabilityCode.Multiprotocol:
                return ApplyMultiprotocol(value);
            case CapabilityCode.RouteRefresh:
                return RouteRefresh = true;
            case CapabilityCode.EnhancedRouteRefresh:
                return EnhancedRouteRefresh = true;
            case CapabilityCode.ExtendedMessage:
                return ExtendedMessage = true;
            case CapabilityCode.FourOctetAs:
                BgpReader reader = new(value);
                bool read = reader.TryReadUInt32(out uint asNumber);
                FourOctetAs = read ? asNumber : FourOctetAs;
                return read;
            case CapabilityCode.GracefulRestart:
                bool valid = GracefulRestartCapability.TryRead(value, out GracefulRestartCapability restart);
                GracefulRestart = valid ? restart : GracefulRestart;
                return valid;
            case CapabilityCode.AddPath:
                return ApplyAddPath(value);
            default:
                return false;
        }
    }

    private bool ApplyMultiprotocol(ReadOnlySpan<byte> value)
    {
        BgpReader reader = new(value);
        if (value.Length != 4 || !reader.TryReadUInt16(out ushort afi) || !reader.TryReadByte(out _) || !reader.TryReadByte(out byte safi))
        {
            return false;
        }

        HasMultiprotocol = true;
        if (!BgpFamilies.TryFind(afi, safi, out BgpFamily family))
        {
            return false;
        }

        Families |= family.AsSet();
        return true;
    }

    private bool ApplyAddPath(ReadOnlySpan<byte> value)
    {
        BgpReader reader = new(value);
        while (reader.TryReadUInt16(out ushort afi) && reader.TryReadByte(out byte safi) && reader.TryReadByte(out byte mode))
        {
            // RFC 7911 section 4: other values than these three are ignored.
            if (mode is ReceivesPaths or SendsPaths or BothWays && BgpFamilies.TryFind(afi, safi, out BgpFamily family))
            {
                AddPathReceive |= (mode & ReceivesPaths) != 0 ? family.AsSet() : FamilySet.None;
                AddPathSend |= (mode & SendsPaths) != 0 ? family.AsSet() : FamilySet.None;
            }
        }

        return reader.Remaining == 0;
    }
}
