using Weir.Wire;

namespace Weir.Ingest.Captures;

/// <summary>Where a piece of an IP datagram belongs.</summary>
/// <param name="Source">IP source.</param>
/// <param name="Destination">IP destination.</param>
/// <param name="Id">Identification: the same in all pieces.</param>
/// <param name="Offset">First byte of the piece in the whole.</param>
/// <param name="More">False for the last piece.</param>
internal readonly record struct IpFragment(NetworkAddress Source, NetworkAddress Destination, uint Id, int Offset, bool More)
{
    /// <summary>True when there are other pieces.</summary>
    public bool IsPart => More || Offset > 0;
}
