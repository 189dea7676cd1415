namespace Weir.Analytics.Flows.Keys;

/// <summary>Names of InfiniBand operation codes (InfiniBand Architecture Specification section 9.2, annexes A14 and A17).</summary>
internal static class InfiniBandNames
{
    private static readonly string[] Transports = ["RC", "UC", "RD", "UD", "CNP", "XRC", "6", "7"];

    private static readonly string[] Operations =
    [
        "SEND_FIRST",
        "SEND_MIDDLE",
        "SEND_LAST",
        "SEND_LAST_WITH_IMMEDIATE",
        "SEND_ONLY",
        "SEND_ONLY_WITH_IMMEDIATE",
        "RDMA_WRITE_FIRST",
        "RDMA_WRITE_MIDDLE",
        "RDMA_WRITE_LAST",
        "RDMA_WRITE_LAST_WITH_IMMEDIATE",
        "RDMA_WRITE_ONLY",
        "RDMA_WRITE_ONLY_WITH_IMMEDIATE",
        "RDMA_READ_REQUEST",
        "RDMA_READ_RESPONSE_FIRST",
        "RDMA_READ_RESPONSE_MIDDLE",
        "RDMA_READ_RESPONSE_LAST",
        "RDMA_READ_RESPONSE_ONLY",
        "ACKNOWLEDGE",
        "ATOMIC_ACKNOWLEDGE",
        "CMP_SWAP",
        "FETCH_ADD",
        "RESYNC",
        "SEND_LAST_WITH_INVALIDATE",
        "SEND_ONLY_WITH_INVALIDATE",
        "24",
        "25",
        "26",
        "27",
        "28",
        "29",
        "30",
        "31",
    ];

    /// <summary>Congestion notification packet of RoCEv2, the one operation of its transport.</summary>
    private const byte CongestionNotification = 0x81;

    /// <summary>Transport in the top 3 bits; its number when it has no name.</summary>
    public static string TransportOf(byte opcode) => Transports[opcode >> 5];

    /// <summary>Operation in the lower 5 bits; its number when it has no name.</summary>
    public static string OperationOf(byte opcode) => opcode == CongestionNotification ? "CNP" : Operations[opcode & 0x1f];
}
