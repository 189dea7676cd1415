namespace Weir.Bgp.Attributes;

/// <summary>The flags octet of a path attribute (RFC 4271 section 4.3).</summary>
[Flags]
public enum AttributeFlags : byte
{
    /// <summary>Well-known, which is always transitive; not valid alone.</summary>
    None = 0,

    /// <summary>The length has two octets.</summary>
    ExtendedLength = 0x10,

    /// <summary>A transitive attribute passed a speaker that did not know it.</summary>
    Partial = 0x20,

    /// <summary>Passed on to other peers.</summary>
    Transitive = 0x40,

    /// <summary>Optional, not well-known.</summary>
    Optional = 0x80,
}
