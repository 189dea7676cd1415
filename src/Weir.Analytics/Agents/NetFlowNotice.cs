using Weir.Wire;

namespace Weir.Analytics.Agents;

/// <summary>A source sends NetFlow or IPFIX to the sFlow port: on its way to the log.</summary>
/// <param name="Source">UDP source address.</param>
/// <param name="Version">Version word of the datagram: 1, 5, 7, 9, or 10 for IPFIX.</param>
internal sealed record NetFlowNotice(NetworkAddress Source, int Version)
{
    /// <summary>What people call the version.</summary>
    public string Name => Version == 10 ? "IPFIX" : FormattableString.Invariant($"NetFlow v{Version}");
}
