namespace Weir.Bgp.Attributes;

/// <summary>The ORIGIN of a route (RFC 4271 section 5.1.1).</summary>
public enum RouteOrigin : byte
{
    /// <summary>Interior to the originating AS.</summary>
    Igp = 0,

    /// <summary>Learned by EGP.</summary>
    Egp = 1,

    /// <summary>Learned by other means.</summary>
    Incomplete = 2,
}
