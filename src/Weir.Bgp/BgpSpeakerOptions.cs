using System.Net;

namespace Weir.Bgp;

/// <summary>The speaker's own settings.</summary>
public sealed record BgpSpeakerOptions
{
    /// <summary>Addresses to listen on; loopback alone by default, because nothing listens beyond it without a word.</summary>
    public IReadOnlyList<IPAddress> ListenAddresses { get; init; } = [IPAddress.Loopback];

    /// <summary>Port to listen on; 1179 as sFlow-RT does, 0 takes a free one.</summary>
    public int Port { get; init; } = 1179;

    /// <summary>Whether to listen at all; without it sessions are only dialled.</summary>
    public bool Listen { get; init; } = true;

    /// <summary>Most connections waiting to be accepted.</summary>
    public int Backlog { get; init; } = 64;
}
