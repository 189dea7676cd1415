namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the DNS header (RFC 1035 section 4.1.1).</summary>
public static class DnsFields
{
    /// <summary>Identifier.</summary>
    public static readonly PacketField Id = PacketField.Number(LayerKind.Dns, "id", 0, 16);

    /// <summary>QR: false in a query, true in a response.</summary>
    public static readonly PacketField Response = PacketField.Flag(LayerKind.Dns, "response", 16);

    /// <summary>Kind of query.</summary>
    public static readonly PacketField Opcode = PacketField.Number(LayerKind.Dns, "opcode", 17, 4);

    /// <summary>AA.</summary>
    public static readonly PacketField Authoritative = PacketField.Flag(LayerKind.Dns, "authoritative", 21);

    /// <summary>TC.</summary>
    public static readonly PacketField Truncated = PacketField.Flag(LayerKind.Dns, "truncated", 22);

    /// <summary>RD.</summary>
    public static readonly PacketField RecursionDesired = PacketField.Flag(LayerKind.Dns, "recursion_desired", 23);

    /// <summary>RCODE.</summary>
    public static readonly PacketField ResponseCode = PacketField.Number(LayerKind.Dns, "response_code", 28, 4);

    /// <summary>Questions.</summary>
    public static readonly PacketField QuestionCount = PacketField.Number(LayerKind.Dns, "question_count", 32, 16);

    /// <summary>Answers.</summary>
    public static readonly PacketField AnswerCount = PacketField.Number(LayerKind.Dns, "answer_count", 48, 16);

    /// <summary>Authority records.</summary>
    public static readonly PacketField AuthorityCount = PacketField.Number(LayerKind.Dns, "authority_count", 64, 16);

    /// <summary>Additional records.</summary>
    public static readonly PacketField AdditionalCount = PacketField.Number(LayerKind.Dns, "additional_count", 80, 16);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Id, Response, Opcode, Authoritative, Truncated, RecursionDesired, ResponseCode, QuestionCount, AnswerCount, AuthorityCount, AdditionalCount];
}
