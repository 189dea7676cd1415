namespace Weir.Wire;

/// <summary>Why a datagram, sample, record or header could not be read (sFlow v5). Each member has its own counter per agent.</summary>
public enum DecodeError : byte
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>The payload is shorter than a datagram header.</summary>
    DatagramTruncated,

    /// <summary>The version word is neither 5 nor one of the old 2 and 4: no sFlow at all, or one from the future.</summary>
    UnsupportedVersion,

    /// <summary>NetFlow or IPFIX sent to the sFlow port.</summary>
    NetFlow,

    /// <summary>The agent address type is neither 0, 1 nor 2.</summary>
    BadAgentAddress,

    /// <summary>The datagram claims more samples than its bytes can hold.</summary>
    SampleCountTooLarge,

    /// <summary>A sample's length reaches past the end of the datagram.</summary>
    SampleTruncated,

    /// <summary>A sample is shorter than the fixed part of its type.</summary>
    SampleTooShort,

    /// <summary>A sample claims more records than its bytes can hold.</summary>
    RecordCountTooLarge,

    /// <summary>A record's length reaches past the end of its sample.</summary>
    RecordTruncated,

    /// <summary>A record is shorter than the structure of its format.</summary>
    RecordTooShort,

    /// <summary>A count or length inside a record exceeds the record.</summary>
    RecordFieldOutOfBounds,

    /// <summary>A datagram of version 2 or 4 holds a structure that is not known; without lengths, the rest of it is lost (RFC 3176 section 4).</summary>
    UnknownStructure,
}
