using System.Net;
using System.Net.Sockets;
using Weir.Bgp;
using Weir.Bgp.Addressing;
using Weir.Scripting.Bgp;

namespace Weir.Server.Composition.Bgp;

/// <summary>Makes a neighbour of what a script says and what the properties say about it.</summary>
internal static class BgpNeighborMaker
{
    /// <summary>Makes the options.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? TryMake(BgpNeighborSpec neighbor, IPAddress address, BgpSettings settings, out BgpNeighborOptions? options)
    {
        options = null;
        IPAddress? id = neighbor.Id is null ? OwnAddress(address) : null;
        if (neighbor.Id is not null && (neighbor.Id.Count(c => c == '.') != 3 || !IPAddress.TryParse(neighbor.Id, out id)))
        {
            return $"id: '{neighbor.Id}' is not four numbers with dots";
        }

        FamilySet families = FamilySet.Ipv4Unicast
            | (neighbor.Ipv6 ? FamilySet.Ipv6Unicast : 0) | (neighbor.FlowSpec ? FamilySet.Ipv4FlowSpec : 0) | (neighbor.FlowSpec6 ? FamilySet.Ipv6FlowSpec : 0);
        options = new BgpNeighborOptions
        {
            Address = address,
            LocalAs = neighbor.As,
            RouterId = id is { AddressFamily: AddressFamily.InterNetwork } ? id : BgpNames.DefaultRouterId,
            Families = families,
            AddPaths = neighbor.Multipath,
            MaxRoutes = settings.MaxRoutes,
            MaxFlows = settings.MaxFlows,
            GracefulRestart = settings.RestartSeconds > 0,
            RestartTime = TimeSpan.FromSeconds(settings.RestartSeconds),
            ConnectRetry = TimeSpan.FromSeconds(settings.RetrySeconds),
            RemotePort = settings.DialPorts.GetValueOrDefault(neighbor.Router),
            LocalAddress = settings.SourceFor(address),
            TtlSecurity = settings.TtlSecurity,
            Md5Secret = settings.Passwords.GetValueOrDefault(neighbor.Router),
            Withheld = settings.Withheld.GetValueOrDefault(neighbor.Router),
        };
        return null;
    }

    /// <summary>The address from which this host would reach a router; nothing is sent to find out.</summary>
    public static IPAddress? OwnAddress(IPAddress router)
    {
        try
        {
            using Socket probe = new(router.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            probe.Connect(router, 179);
            return (probe.LocalEndPoint as IPEndPoint)?.Address;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
