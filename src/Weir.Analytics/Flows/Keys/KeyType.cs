namespace Weir.Analytics.Flows.Keys;

/// <summary>What a flow key's value is, and so how it is stored and shown.</summary>
public enum KeyType : byte
{
    /// <summary>Number, shown in decimal.</summary>
    Number,

    /// <summary>IPv4 address, shown as a dotted quad.</summary>
    Ip4,

    /// <summary>IPv6 address, shown as RFC 5952 says.</summary>
    Ip6,

    /// <summary>MAC address, shown as twelve upper-case hexadecimal digits.</summary>
    Mac,

    /// <summary>Shown as <c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Flags, shown as binary text of fixed width.</summary>
    Bits,
}
