namespace Weir.Wire;

/// <summary>Which kind of address a <see cref="NetworkAddress"/> holds; the values are those of the sFlow v5 <c>address_type</c>.</summary>
public enum NetworkFamily : byte
{
    /// <summary>Address unknown.</summary>
    Unknown = 0,

    /// <summary>IPv4.</summary>
    V4 = 1,

    /// <summary>IPv6.</summary>
    V6 = 2,
}
