using System.Collections.Concurrent;
using Weir.Analytics.Agents;
using Weir.Analytics.Flows;
using Weir.Wire;
using Weir.Wire.Packets;
using Weir.Wire.SFlow.CounterRecords;

namespace Weir.Analytics.Hosts;

/// <summary>Which host or virtual machine owns an address (<c>host:</c>): MAC addresses from the lists of adapters that hosts report.</summary>
/// <remarks>
/// A host's own agent address is its as well, and so is an IP address that a packet from or to one of its adapters carries. Nothing is kept
/// before a definition asks for it. Bounded: <see cref="Capacity"/> addresses of each kind; further ones are counted and not known.
/// Shared: written by the shards as counter samples come, read by the shards; entries are replaced whole.
/// </remarks>
internal sealed class HostIndex
{
    /// <summary>Addresses of each kind kept.</summary>
    public const int Capacity = 131_072;

    private const int MostAdapters = 1_024;

    private readonly ConcurrentDictionary<ulong, HostFacts> _byMac = [];
    private readonly ConcurrentDictionary<NetworkAddress, ulong> _macs = [];
    private readonly ConcurrentDictionary<NetworkAddress, HostFacts> _byAgent = [];
    private volatile bool _isWanted;
    private int _macCount;
    private int _addressCount;
    private long _refused;

    /// <summary>True once a definition asked for hosts.</summary>
    public bool IsWanted => _isWanted;

    /// <summary>Addresses not taken up because the index was full.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>A definition asks for hosts: what they report is kept from now on.</summary>
    public void Want() => _isWanted = true;

    /// <summary>Takes up a host's adapters with what it reported.</summary>
    /// <param name="source">Data source of the counter sample.</param>
    /// <param name="body">Body of the record (sFlow v5, host_adapters).</param>
    /// <param name="facts">Metrics of the data source.</param>
    public void Update(DataSourceState source, ReadOnlySpan<byte> body, HostFacts facts)
    {
        if (!HostAdapters.TryRead(body, out HostAdapters record))
        {
            return;
        }

        if (!source.IsGuest)
        {
            _byAgent[source.Agent.Address] = facts;
        }

        HostAdapterReader adapters = record.Adapters;
        for (int i = 0; i < MostAdapters && adapters.TryRead(out HostAdapter adapter); i++)
        {
            for (int mac = 0; mac < adapter.MacCount && mac < MostAdapters; mac++)
            {
                Put(adapter.Mac(mac).Value, facts);
            }
        }
    }

    /// <summary>Learns whose the IP addresses of a packet are from its MAC addresses.</summary>
    public void Learn(scoped ref SampleContext sample)
    {
        if (_macCount == 0 || !sample.Packet.TryFind(LayerKind.Ethernet, 0, out Layer ethernet) || sample.Header.Length < ethernet.Offset + 12
            || !TryReadAddresses(ref sample, out NetworkAddress from, out NetworkAddress to))
        {
            return;
        }

        Learn(MacAddress.Read(sample.Header[(ethernet.Offset + 6)..]).Value, from);
        Learn(MacAddress.Read(sample.Header[ethernet.Offset..]).Value, to);
    }

    /// <summary>Host that owns a MAC address; null when unknown.</summary>
    public HostFacts? Find(ulong mac) => _byMac.GetValueOrDefault(mac);

    /// <summary>Host that owns an IP address; null when unknown.</summary>
    public HostFacts? Find(NetworkAddress address) =>
        _byAgent.TryGetValue(address, out HostFacts? facts) ? facts : _macs.TryGetValue(address, out ulong mac) ? Find(mac) : null;

    private static bool TryReadAddresses(scoped ref SampleContext sample, out NetworkAddress from, out NetworkAddress to)
    {
        if (sample.Packet.TryFind(LayerKind.Ip4, 0, out Layer ip4) && sample.Header.Length >= ip4.Offset + 20)
        {
            from = NetworkAddress.ReadV4(sample.Header[(ip4.Offset + 12)..]);
            to = NetworkAddress.ReadV4(sample.Header[(ip4.Offset + 16)..]);
            return true;
        }

        bool isV6 = sample.Packet.TryFind(LayerKind.Ip6, 0, out Layer ip6) && sample.Header.Length >= ip6.Offset + 40;
        from = isV6 ? NetworkAddress.ReadV6(sample.Header[(ip6.Offset + 8)..]) : default;
        to = isV6 ? NetworkAddress.ReadV6(sample.Header[(ip6.Offset + 24)..]) : default;
        return isV6;
    }

    private void Learn(ulong mac, NetworkAddress address)
    {
        // A router's adapter carries the addresses of others; only the host reports adapters, so a router is in the index only when it is one.
        if (!_byMac.ContainsKey(mac) || (_macs.TryGetValue(address, out ulong known) && known == mac))
        {
            return;
        }

        if (known != 0)
        {
            _macs[address] = mac;
        }
        else if (Volatile.Read(ref _addressCount) >= Capacity)
        {
            Interlocked.Increment(ref _refused);
        }
        else if (_macs.TryAdd(address, mac))
        {
            Interlocked.Increment(ref _addressCount);
        }
    }

    private void Put(ulong mac, HostFacts facts)
    {
        if (mac == 0)
        {
            return;
        }

        if (_byMac.ContainsKey(mac))
        {
            _byMac[mac] = facts;
        }
        else if (Volatile.Read(ref _macCount) >= Capacity)
        {
            Interlocked.Increment(ref _refused);
        }
        else if (_byMac.TryAdd(mac, facts))
        {
            Interlocked.Increment(ref _macCount);
        }
    }
}
