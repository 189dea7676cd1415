namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the NTP header (RFC 5905 section 7.3).</summary>
public static class NtpFields
{
    /// <summary>Leap indicator.</summary>
    public static readonly PacketField Leap = PacketField.Number(LayerKind.Ntp, "leap", 0, 2);

    /// <summary>Version.</summary>
    public static readonly PacketField Version = PacketField.Number(LayerKind.Ntp, "version", 2, 3);

    /// <summary>1 and 2 symmetric, 3 client, 4 server, 5 broadcast, 6 control, 7 private.</summary>
    public static readonly PacketField Mode = PacketField.Number(LayerKind.Ntp, "mode", 5, 3);

    /// <summary>Stratum; not in modes 6 and 7.</summary>
    public static readonly PacketField Stratum = PacketField.Number(LayerKind.Ntp, "stratum", 8, 8);

    /// <summary>Mode 7 only: request code, 42 for monlist.</summary>
    public static readonly PacketField RequestCode = PacketField.Number(LayerKind.Ntp, "request_code", 24, 8);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Leap, Version, Mode, Stratum, RequestCode];
}
