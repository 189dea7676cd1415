using Weir.Wire;

namespace Weir.Analytics.Topology;

/// <summary>A host at an edge port. Written under the locator's lock; what leaves it is a copy.</summary>
internal sealed class LocatedHost
{
    private long _lastSeenUs;

    public LocatedHost(MacAddress mac)
    {
        Mac = mac;
    }

    /// <summary>Its MAC address.</summary>
    public MacAddress Mac { get; }

    /// <summary>Interface it was last seen at.</summary>
    public InterfaceKey Place { get; private set; }

    /// <summary>VLAN of its last packet; 0 when unknown.</summary>
    public uint Vlan { get; private set; }

    /// <summary>Its last IPv4 source address; of unknown family when there was none.</summary>
    public NetworkAddress V4 { get; private set; }

    /// <summary>Its last IPv6 source address; of unknown family when there was none.</summary>
    public NetworkAddress V6 { get; private set; }

    public void Update(InterfaceKey place, uint vlan, NetworkAddress ip, long timeUs)
    {
        Place = place;
        Vlan = vlan != 0 ? vlan : Vlan;
        V4 = ip.Family == NetworkFamily.V4 ? ip : V4;
        V6 = ip.Family == NetworkFamily.V6 ? ip : V6;
        _lastSeenUs = timeUs;
    }

    public bool IsFresh(long nowUs) => nowUs - _lastSeenUs <= HostLocator.LifetimeUs;

    public LocatedHost Copy() => (LocatedHost)MemberwiseClone();
}
