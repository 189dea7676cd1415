namespace Weir.Bgp.Capabilities;

/// <summary>Capability codes this speaker reads or sends (RFC 5492 section 4).</summary>
public enum CapabilityCode : byte
{
    /// <summary>Multiprotocol extensions (RFC 4760 section 8).</summary>
    Multiprotocol = 1,

    /// <summary>Route refresh (RFC 2918 section 2).</summary>
    RouteRefresh = 2,

    /// <summary>Extended messages (RFC 8654 section 3); read, not sent.</summary>
    ExtendedMessage = 6,

    /// <summary>Graceful restart (RFC 4724 section 3).</summary>
    GracefulRestart = 64,

    /// <summary>Four-octet AS numbers (RFC 6793 section 3).</summary>
    FourOctetAs = 65,

    /// <summary>Additional paths (RFC 7911 section 4); sent to receive them, where that is wanted.</summary>
    AddPath = 69,

    /// <summary>Enhanced route refresh (RFC 7313 section 3.1).</summary>
    EnhancedRouteRefresh = 70,
}
