namespace Weir.Wire;

/// <summary>Why a datagram, sample, record or header could not be read (sFlow v5). Each member has its own counter per agent.</summary>
public enum DecodeError : byte
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>The payload is shorter than a datagram header.</summary>
    DatagramTruncated,

    /// <summary>The version word is not 5: the sFlow versions 2 and 4 of old equipment, or no sFlow at all.</summary>
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
}
