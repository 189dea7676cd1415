using Weir.Wire;

namespace Weir.Analytics.Topology;

/// <summary>Where hosts enter the network: MAC addresses seen by ingress samples at edge ports. Safe from any thread.</summary>
/// <remarks>
/// Holds at most <see cref="Capacity"/> hosts. When full, hosts not seen for <see cref="LifetimeUs"/> give way; if there are none the new
/// host is refused and counted. The last place a host was seen at is its location.
/// </remarks>
public sealed class HostLocator
{
    /// <summary>Hosts kept.</summary>
    public const int Capacity = 131_072;

    /// <summary>How long a host is remembered without a sample, in microseconds: 30 minutes, several ARP lifetimes.</summary>
    public const long LifetimeUs = 1_800_000_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<MacAddress, LocatedHost> _hosts = [];
    private long _nextSweepUs;

    /// <summary>Hosts known.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _hosts.Count;
            }
        }
    }

    /// <summary>Times a host was refused because the table was full.</summary>
    public long Refused { get; private set; }

    /// <summary>Notes the source of a packet sampled on its way in; call it for edge ports only, while a topology is set.</summary>
    /// <param name="agent">Agent that sampled the packet.</param>
    /// <param name="ifIndex">Interface it came in by.</param>
    /// <param name="mac">Its source MAC; group addresses are ignored.</param>
    /// <param name="vlan">Its VLAN; 0 when unknown.</param>
    /// <param name="ip">Its source address; unknown when it has none.</param>
    /// <param name="timeUs">Engine time in microseconds.</param>
    public void Learn(NetworkAddress agent, uint ifIndex, MacAddress mac, uint vlan, NetworkAddress ip, long timeUs)
    {
        // The lowest bit of the first byte marks a group address: never a source.
        if (mac.Value == 0 || (mac.Value >> 40 & 1) != 0)
        {
            return;
        }

        lock (_gate)
        {
            if (!_hosts.TryGetValue(mac, out LocatedHost? host))
            {
                if (_hosts.Count >= Capacity && !Sweep(timeUs))
                {
                    Refused++;
                    return;
                }

                host = new LocatedHost(mac);
                _hosts.Add(mac, host);
            }

            host.Update(new InterfaceKey(agent, ifIndex), vlan, ip, timeUs);
        }
    }

    /// <summary>Forgets every host: the topology was replaced.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _hosts.Clear();
        }
    }

    /// <summary>The host with a MAC address; null when it is not known or too old.</summary>
    internal LocatedHost? Find(MacAddress mac, long nowUs)
    {
        lock (_gate)
        {
            return _hosts.TryGetValue(mac, out LocatedHost? host) && host.IsFresh(nowUs) ? host.Copy() : null;
        }
    }

    /// <summary>The hosts that match, sorted by MAC address.</summary>
    internal IReadOnlyList<LocatedHost> Where(Func<LocatedHost, bool> wanted, long nowUs)
    {
        lock (_gate)
        {
            return [.. _hosts.Values.Where(h => h.IsFresh(nowUs) && wanted(h)).Select(static h => h.Copy()).OrderBy(static h => h.Mac.Value)];
        }
    }

    private bool Sweep(long timeUs)
    {
        if (timeUs < _nextSweepUs)
        {
            return false;
        }

        _nextSweepUs = timeUs + (LifetimeUs / 60);
        foreach (KeyValuePair<MacAddress, LocatedHost> entry in _hosts)
        {
            if (!entry.Value.IsFresh(timeUs))
            {
                _hosts.Remove(entry.Key);
            }
        }

        return _hosts.Count < Capacity;
    }
}
