using System.Collections.Frozen;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Weir.Ingest.Forwarding;

/// <summary>Sends copies of received datagrams on to other collectors, from the receive loops themselves.</summary>
/// <remarks>
/// Copies are the payload as it came: the agent is named inside, so a collector counts it as if it had been sent to it. They come from this host's
/// address. What sources may not send here (<c>weir.sflow.allow</c>) is not passed on either. At most <see cref="MaxCollectors"/>; further ones are refused.
/// </remarks>
public sealed class DatagramForwarder : IDisposable
{
    /// <summary>Most collectors: each costs a system call a datagram on the receive thread.</summary>
    public const int MaxCollectors = 16;

    private readonly Func<IPEndPoint?> _own;
    private readonly Lock _changing = new();

    // Shared: replaced whole under the lock, read by every receive loop.
    private volatile FrozenDictionary<string, ForwardingCollector> _collectors = FrozenDictionary<string, ForwardingCollector>.Empty;

    /// <summary>Has no collector yet.</summary>
    /// <param name="own">Where this Weir itself listens for sFlow: a copy to there would come back for ever, and is refused.</param>
    public DatagramForwarder(Func<IPEndPoint?> own)
    {
        ArgumentNullException.ThrowIfNull(own);
        _own = own;
    }

    /// <summary>Collectors by name.</summary>
    public IReadOnlyDictionary<string, ForwardingCollector> Collectors => _collectors;

    /// <summary>Adds or replaces a collector. Waits for the name service where a name is given.</summary>
    /// <returns>What is wrong; null when copies go out from now on.</returns>
    public string? Set(string name, string address, int port)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentException.ThrowIfNullOrEmpty(address);
        ForwardingCollector collector;
        try
        {
            IPAddress resolved = IPAddress.TryParse(address, out IPAddress? parsed) ? parsed : Dns.GetHostAddresses(address)[0];
            if (port == _own()?.Port && IsOurs(resolved))
            {
                return $"{address} port {port} is where this Weir listens itself";
            }

            collector = ForwardingCollector.Open(address, new IPEndPoint(resolved, port));
        }
        catch (Exception e) when (e is SocketException or ArgumentException or IndexOutOfRangeException or NetworkInformationException)
        {
            return $"'{address}' cannot be sent to: {(e is ArgumentException or IndexOutOfRangeException ? "it has no address" : e.Message)}";
        }

        lock (_changing)
        {
            if (_collectors.Count >= MaxCollectors && !_collectors.ContainsKey(name))
            {
                collector.Dispose();
                return $"there are {MaxCollectors} already, the most that are possible";
            }

            Dictionary<string, ForwardingCollector> next = new(_collectors);
            next.Remove(name, out ForwardingCollector? before);
            next[name] = collector;
            _collectors = next.ToFrozenDictionary();
            before?.Dispose();
        }

        return null;
    }

    /// <summary>Removes a collector; false when there was none of that name.</summary>
    public bool Clear(string name)
    {
        lock (_changing)
        {
            Dictionary<string, ForwardingCollector> next = new(_collectors);
            if (!next.Remove(name, out ForwardingCollector? before))
            {
                return false;
            }

            _collectors = next.ToFrozenDictionary();
            before.Dispose();
            return true;
        }
    }

    /// <summary>Sends a copy to every collector. Never waits, never throws.</summary>
    public void Send(ReadOnlySpan<byte> payload)
    {
        foreach (ForwardingCollector collector in _collectors.Values)
        {
            collector.Send(payload);
        }
    }

    /// <summary>Closes every socket.</summary>
    public void Dispose()
    {
        lock (_changing)
        {
            foreach (ForwardingCollector collector in _collectors.Values)
            {
                collector.Dispose();
            }

            _collectors = FrozenDictionary<string, ForwardingCollector>.Empty;
        }
    }

    private static bool IsOurs(IPAddress address) => IPAddress.IsLoopback(address)
        || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)
        || NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses).Any(own => own.Address.Equals(address));
}
