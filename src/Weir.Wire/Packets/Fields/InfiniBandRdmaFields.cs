namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the RDMA extended transport header (InfiniBand Architecture Specification section 9.3.3).</summary>
public static class InfiniBandRdmaFields
{
    /// <summary>Remote virtual address.</summary>
    public static readonly PacketField VirtualAddress = PacketField.Number(LayerKind.InfiniBandRdma, "virtual_address", 0, 64);

    /// <summary>Remote key.</summary>
    public static readonly PacketField RemoteKey = PacketField.Number(LayerKind.InfiniBandRdma, "remote_key", 64, 32);

    /// <summary>Bytes the operation moves.</summary>
    public static readonly PacketField DmaLength = PacketField.Number(LayerKind.InfiniBandRdma, "dma_length", 96, 32);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [VirtualAddress, RemoteKey, DmaLength];
}
