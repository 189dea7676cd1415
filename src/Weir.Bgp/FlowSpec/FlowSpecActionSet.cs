namespace Weir.Bgp.FlowSpec;

/// <summary>Actions of a flow specification (RFC 8955 section 7, RFC 8956 section 6.1, and the drafts on redirects).</summary>
[Flags]
public enum FlowSpecActionSet
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>traffic-rate-bytes.</summary>
    TrafficRate = 1,

    /// <summary>traffic-rate-packets.</summary>
    TrafficRatePackets = 2,

    /// <summary>traffic-action: sample, terminal.</summary>
    TrafficAction = 4,

    /// <summary>traffic-marking.</summary>
    TrafficMarking = 8,

    /// <summary>Redirect to a route target with an AS of two octets.</summary>
    RedirectAs = 16,

    /// <summary>Redirect to a route target with an AS of four octets.</summary>
    RedirectAs4 = 32,

    /// <summary>Redirect to a route target with an address.</summary>
    RedirectIp = 64,

    /// <summary>Redirect to the next hop of the announcement.</summary>
    RedirectNextHop = 128,

    /// <summary>Redirect to the address in the action.</summary>
    RedirectActionIp = 256,
}
