namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the BFD control packet (RFC 5880 section 4.1).</summary>
public static class BfdFields
{
    /// <summary>1.</summary>
    public static readonly PacketField Version = PacketField.Number(LayerKind.Bfd, "version", 0, 3);

    /// <summary>Why the session last went down.</summary>
    public static readonly PacketField Diagnostic = PacketField.Number(LayerKind.Bfd, "diagnostic", 3, 5);

    /// <summary>0 admin down, 1 down, 2 init, 3 up.</summary>
    public static readonly PacketField State = PacketField.Number(LayerKind.Bfd, "state", 8, 2);

    /// <summary>Detection multiplier.</summary>
    public static readonly PacketField DetectMultiplier = PacketField.Number(LayerKind.Bfd, "detect_multiplier", 16, 8);

    /// <summary>Discriminator of the sender.</summary>
    public static readonly PacketField MyDiscriminator = PacketField.Number(LayerKind.Bfd, "my_discriminator", 32, 32);

    /// <summary>Discriminator of the receiver.</summary>
    public static readonly PacketField YourDiscriminator = PacketField.Number(LayerKind.Bfd, "your_discriminator", 64, 32);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Version, Diagnostic, State, DetectMultiplier, MyDiscriminator, YourDiscriminator];
}
