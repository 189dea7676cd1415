namespace Weir.Bgp.FlowSpec;

/// <summary>Why octets are not a flow specification (RFC 8955 sections 4.2 and 10).</summary>
public enum FlowSpecError : byte
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>The length field reaches past the end.</summary>
    BadLength,

    /// <summary>A component ends before its fields do.</summary>
    Truncated,

    /// <summary>The component type is not known.</summary>
    UnknownComponent,

    /// <summary>A component does not follow in ascending type order, or comes twice.</summary>
    BadOrder,

    /// <summary>A prefix is longer than the family allows, or its offset exceeds its length.</summary>
    BadPrefix,

    /// <summary>There is no component.</summary>
    Empty,
}
