namespace Weir.Wire.SFlow;

/// <summary>How the value of an <see cref="InterfaceId"/> is to be read (sFlow v5, <c>interface</c>).</summary>
public enum InterfaceFormat : uint
{
    /// <summary>One interface: the value is an ifIndex.</summary>
    Single = 0,

    /// <summary>The packet was discarded: the value is a reason code.</summary>
    Discarded = 1,

    /// <summary>Several interfaces: the value is their number, 0 when unknown.</summary>
    Multiple = 2,
}
