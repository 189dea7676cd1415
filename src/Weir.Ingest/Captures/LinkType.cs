namespace Weir.Ingest.Captures;

/// <summary>What a captured packet begins with (LINKTYPE_ values of pcap and pcapng).</summary>
internal enum LinkType
{
    /// <summary>BSD loopback: 4 bytes of address family in the byte order of the capturing machine.</summary>
    Null = 0,

    /// <summary>Ethernet.</summary>
    Ethernet = 1,

    /// <summary>Raw IP, as some systems number it.</summary>
    RawBsd = 12,

    /// <summary>Raw IP, as OpenBSD numbers it.</summary>
    RawOpenBsd = 14,

    /// <summary>Raw IPv4 or IPv6.</summary>
    Raw = 101,

    /// <summary>OpenBSD loopback: 4 bytes of address family in network order.</summary>
    Loop = 108,

    /// <summary>Linux cooked capture, of <c>tcpdump -i any</c>.</summary>
    LinuxCooked = 113,

    /// <summary>Raw IPv4.</summary>
    RawV4 = 228,

    /// <summary>Raw IPv6.</summary>
    RawV6 = 229,

    /// <summary>Linux cooked capture, second version.</summary>
    LinuxCooked2 = 276,
}
