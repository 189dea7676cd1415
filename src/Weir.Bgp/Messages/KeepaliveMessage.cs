using Weir.Bgp.Addressing;

namespace Weir.Bgp.Messages;

/// <summary>KEEPALIVE: a header and nothing else (RFC 4271 section 4.4).</summary>
public static class KeepaliveMessage
{
    /// <summary>Writes the message.</summary>
    public static void Write(ref BgpWriter writer)
    {
        int start = BgpHeader.Begin(ref writer, BgpMessageType.Keepalive);
        BgpHeader.Finish(ref writer, start);
    }
}
