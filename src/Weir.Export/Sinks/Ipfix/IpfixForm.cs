namespace Weir.Export.Sinks.Ipfix;

/// <summary>How a flow key's text is read.</summary>
internal enum IpfixForm
{
    /// <summary>Decimal digits.</summary>
    Number,

    /// <summary>Twelve hex digits.</summary>
    Mac,

    /// <summary>IPv4 or IPv6.</summary>
    Address,

    /// <summary>An ifIndex, or a word for none.</summary>
    Interface,
}
