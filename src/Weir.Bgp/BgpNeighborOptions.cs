using System.Net;
using System.Net.Sockets;
using Weir.Bgp.Addressing;
using Weir.Bgp.FlowSpec;

namespace Weir.Bgp;

/// <summary>One neighbour (RFC 4271 section 8.1.1). What is not set has the default named.</summary>
public sealed record BgpNeighborOptions
{
    /// <summary>The neighbour's address; a session is accepted from it alone.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>AS this speaker announces to it.</summary>
    public required uint LocalAs { get; init; }

    /// <summary>BGP identifier this speaker announces to it, as an IPv4 address; not 0.0.0.0.</summary>
    public required IPAddress RouterId { get; init; }

    /// <summary>The neighbour's AS; null takes whatever it says, which decides between internal and external.</summary>
    public uint? PeerAs { get; init; }

    /// <summary>Families offered; IPv4 unicast alone by default.</summary>
    public FamilySet Families { get; init; } = FamilySet.Ipv4Unicast;

    /// <summary>Port to dial; 0, the default, never dials: the router dials in.</summary>
    public int RemotePort { get; init; }

    /// <summary>Address to dial from; null leaves the choice to the system.</summary>
    public IPAddress? LocalAddress { get; init; }

    /// <summary>Proposed hold time, 0 or 3 seconds to 18 hours; 90 s as RFC 4271 section 10 suggests.</summary>
    public TimeSpan HoldTime { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How long to wait before dialling again; 10 s.</summary>
    public TimeSpan ConnectRetry { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Secret of the TCP MD5 signature (RFC 2385), at most 80 octets; null signs nothing. Linux only.</summary>
    public string? Md5Secret { get; init; }

    /// <summary>Whether packets must come with a TTL of 255, that is from a neighbour on the same link (RFC 5082). Linux only.</summary>
    public bool TtlSecurity { get; init; }

    /// <summary>Whether the neighbour is asked to keep routes while this speaker restarts (RFC 4724); yes by default.</summary>
    public bool GracefulRestart { get; init; } = true;

    /// <summary>How long it may keep them; 120 s, at most 4095 s.</summary>
    public TimeSpan RestartTime { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long owners may repeat their wishes before End-of-RIB releases the routes the neighbour kept; 3 s.</summary>
    public TimeSpan EndOfRibDelay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Most unicast routes announced to it; 1000.</summary>
    public int MaxRoutes { get; init; } = 1000;

    /// <summary>Most flow specifications announced to it; 100.</summary>
    public int MaxFlows { get; init; } = 100;

    /// <summary>Actions of flow specifications that it is never sent, because it cannot bear them; none by default.</summary>
    public FlowSpecActionSet Withheld { get; init; }

    /// <summary>Most UPDATE messages sent to it in a second; 200, far below what a control plane chokes on.</summary>
    public int MaxUpdatesPerSecond { get; init; } = 200;

    /// <summary>Most IPv4 prefixes learned from it; 1,500,000, half as many again as the table of 2026. More are ignored and counted.</summary>
    public int MaxPrefixes4 { get; init; } = 1_500_000;

    /// <summary>Most IPv6 prefixes learned from it; 400,000.</summary>
    public int MaxPrefixes6 { get; init; } = 400_000;

    /// <summary>Whether all paths of a prefix are asked for in unicast families (RFC 7911), as a route server has them; no by default.</summary>
    public bool AddPaths { get; init; }

    /// <summary>Most paths learned from it where all are asked for; 2,000,000, 12 octets each. More are ignored and counted.</summary>
    public int MaxPaths { get; init; } = 2_000_000;

    /// <summary>Opens the socket of a dial. Tests let it fail, as it does when the process has no descriptor free.</summary>
    internal Func<AddressFamily, Socket> OpenSocket { get; init; } = static family => new Socket(family, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Lists what is wrong with the options; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        Check(problems, LocalAs != 0, "LocalAs must not be 0");
        Check(problems, RouterId.GetAddressBytes() is { Length: 4 } id && id.Any(static b => b != 0), "RouterId must be an IPv4 address other than 0.0.0.0");
        Check(problems, Families != FamilySet.None, "Families must name at least one");
        Check(problems, HoldTime == TimeSpan.Zero || (HoldTime.TotalSeconds >= 3 && HoldTime.TotalSeconds <= ushort.MaxValue), "HoldTime must be 0 or 3 to 65535 seconds");
        Check(problems, RemotePort is >= 0 and <= 65535, "RemotePort must be 0 to 65535");
        Check(problems, RestartTime.TotalSeconds is >= 0 and <= 4095, "RestartTime must be 0 to 4095 seconds");
        Check(problems, Md5Secret is null || System.Text.Encoding.UTF8.GetByteCount(Md5Secret) is > 0 and <= 80, "Md5Secret must have 1 to 80 octets");
        Check(problems, MaxRoutes >= 0 && MaxFlows >= 0 && MaxPrefixes4 >= 0 && MaxPrefixes6 >= 0 && MaxPaths >= 0, "limits must not be negative");
        Check(problems, MaxUpdatesPerSecond > 0, "MaxUpdatesPerSecond must be positive");
        return problems;
    }

    private static void Check(List<string> problems, bool holds, string problem)
    {
        if (!holds)
        {
            problems.Add(problem);
        }
    }
}
