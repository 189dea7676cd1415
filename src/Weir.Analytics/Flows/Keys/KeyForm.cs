namespace Weir.Analytics.Flows.Keys;

/// <summary>How a <see cref="KeyValue"/> holds what it stands for, where its type leaves a choice.</summary>
public enum KeyForm : byte
{
    /// <summary>In the value itself: whole numbers, addresses, flags; text as a string that lives as long as the process.</summary>
    Plain,

    /// <summary>A number that is a double.</summary>
    Real,

    /// <summary>IP protocol and port, shown as <c>udp_161</c>.</summary>
    ProtocolPort,

    /// <summary>UTF-8 bytes inside the sample.</summary>
    SampleBytes,

    /// <summary>A DNS name inside the sample, in wire form.</summary>
    DnsName,

    /// <summary>AS path segments inside the sample.</summary>
    AsPath,

    /// <summary>BGP communities inside the sample.</summary>
    Communities,

    /// <summary>The names of the packet's headers.</summary>
    Stack,

    /// <summary>The packet's MPLS labels.</summary>
    Labels,
}
