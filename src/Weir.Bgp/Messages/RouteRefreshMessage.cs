using Weir.Bgp.Addressing;

namespace Weir.Bgp.Messages;

/// <summary>ROUTE-REFRESH: a request to send a family again, or its begin and end marks (RFC 2918 section 3, RFC 7313 section 4).</summary>
/// <param name="Afi">Address family identifier.</param>
/// <param name="Subtype">0 request, 1 begin, 2 end of refresh; others are ignored.</param>
/// <param name="Safi">Subsequent address family identifier.</param>
public readonly record struct RouteRefreshMessage(ushort Afi, byte Subtype, byte Safi)
{
    /// <summary>Reads the body; false when it is not four octets (RFC 7313 section 5).</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out RouteRefreshMessage message)
    {
        BgpReader reader = new(body);
        message = default;
        if (body.Length != 4 || !reader.TryReadUInt16(out ushort afi) || !reader.TryReadByte(out byte subtype) || !reader.TryReadByte(out byte safi))
        {
            return false;
        }

        message = new RouteRefreshMessage(afi, subtype, safi);
        return true;
    }

    /// <summary>Writes the message.</summary>
    public void Write(ref BgpWriter writer)
    {
        int start = BgpHeader.Begin(ref writer, BgpMessageType.RouteRefresh);
        writer.WriteUInt16(Afi);
        writer.WriteByte(Subtype);
        writer.WriteByte(Safi);
        BgpHeader.Finish(ref writer, start);
    }
}
