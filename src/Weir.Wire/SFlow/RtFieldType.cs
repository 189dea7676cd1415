namespace Weir.Wire.SFlow;

/// <summary>Type of a user-defined value (sFlow v5, host-sflow <c>rtmetric</c> 4300:1002 and <c>rtflow</c> 4300:1003).</summary>
/// <remarks>The two samples number their types differently; here each type has one name.</remarks>
public enum RtFieldType : byte
{
    /// <summary>Text; 0 in both samples.</summary>
    Text = 0,

    /// <summary>32-bit counter; 1 in rtmetric.</summary>
    Counter32,

    /// <summary>64-bit counter; 2 in rtmetric.</summary>
    Counter64,

    /// <summary>32-bit gauge; 3 in rtmetric.</summary>
    Gauge32,

    /// <summary>64-bit gauge; 4 in rtmetric.</summary>
    Gauge64,

    /// <summary>Float gauge; 5 in rtmetric.</summary>
    GaugeFloat,

    /// <summary>Double gauge; 6 in rtmetric.</summary>
    GaugeDouble,

    /// <summary>MAC address; 1 in rtflow.</summary>
    Mac,

    /// <summary>IPv4 address; 2 in rtflow.</summary>
    Ip4,

    /// <summary>IPv6 address; 3 in rtflow.</summary>
    Ip6,

    /// <summary>32-bit number; 4 in rtflow.</summary>
    Int32,

    /// <summary>64-bit number; 5 in rtflow.</summary>
    Int64,

    /// <summary>Float; 6 in rtflow.</summary>
    Float,

    /// <summary>Double; 7 in rtflow.</summary>
    Double,
}
