using System.Globalization;

namespace Weir.Bgp.Messages;

/// <summary>Code and subcode of a NOTIFICATION, with up to four octets of data (RFC 4271 section 4.5).</summary>
/// <param name="Code">Error code.</param>
/// <param name="Subcode">Error subcode; 0 is unspecific.</param>
/// <param name="Data">Data octets as a number in network order.</param>
/// <param name="DataLength">How many octets of data go on the wire: 0, 1, 2 or 4.</param>
public readonly record struct BgpError(BgpErrorCode Code, byte Subcode, uint Data = 0, byte DataLength = 0)
{
    /// <summary>The absence of an error.</summary>
    public static BgpError None => default;

    /// <summary>Connection not synchronized: the marker is not all ones (RFC 4271 section 6.1).</summary>
    public static BgpError NotSynchronized => new(BgpErrorCode.MessageHeader, 1);

    /// <summary>Malformed attribute list (RFC 4271 section 6.3).</summary>
    public static BgpError MalformedAttributeList => new(BgpErrorCode.Update, 1);

    /// <summary>Unrecognized well-known attribute (RFC 4271 section 6.3).</summary>
    public static BgpError UnrecognizedWellKnown => new(BgpErrorCode.Update, 2);

    /// <summary>Optional attribute error: an MP attribute that cannot be parsed (RFC 4760 section 7).</summary>
    public static BgpError OptionalAttribute => new(BgpErrorCode.Update, 9);

    /// <summary>Invalid network field (RFC 4271 section 6.3).</summary>
    public static BgpError InvalidNetworkField => new(BgpErrorCode.Update, 10);

    /// <summary>Bad peer AS (RFC 4271 section 6.2).</summary>
    public static BgpError BadPeerAs => new(BgpErrorCode.Open, 2);

    /// <summary>Bad BGP identifier (RFC 4271 section 6.2).</summary>
    public static BgpError BadIdentifier => new(BgpErrorCode.Open, 3);

    /// <summary>Unacceptable hold time (RFC 4271 section 6.2).</summary>
    public static BgpError UnacceptableHoldTime => new(BgpErrorCode.Open, 6);

    /// <summary>Hold timer expired (RFC 4271 section 6.5).</summary>
    public static BgpError HoldTimerExpired => new(BgpErrorCode.HoldTimer, 0);

    /// <summary>Send hold timer expired (RFC 9687 section 4).</summary>
    public static BgpError SendHoldTimerExpired => new(BgpErrorCode.SendHoldTimer, 0);

    /// <summary>Administrative shutdown (RFC 4486 section 4).</summary>
    public static BgpError AdministrativeShutdown => new(BgpErrorCode.Cease, 2);

    /// <summary>Connection rejected (RFC 4486 section 4).</summary>
    public static BgpError ConnectionRejected => new(BgpErrorCode.Cease, 5);

    /// <summary>Connection collision resolution (RFC 4486 section 4).</summary>
    public static BgpError CollisionResolution => new(BgpErrorCode.Cease, 7);

    /// <summary>Hard reset: the peer shall not keep our routes (RFC 8538 section 3.1).</summary>
    public static BgpError HardReset => new(BgpErrorCode.Cease, 9);

    /// <summary>Whether there is an error.</summary>
    public bool IsError => Code != BgpErrorCode.None;

    /// <summary>Message of a type in a state that does not expect it (RFC 6608 section 3).</summary>
    /// <param name="subcode">1 in OpenSent, 2 in OpenConfirm, 3 in Established.</param>
    public static BgpError StateMachine(byte subcode) => new(BgpErrorCode.StateMachine, subcode);

    /// <summary>Bad message length; the data is the length (RFC 4271 section 6.1).</summary>
    public static BgpError BadLength(int length) => new(BgpErrorCode.MessageHeader, 2, (uint)length, 2);

    /// <summary>Code and subcode in words, with both as numbers behind: <c>bad peer AS (2/2)</c>.</summary>
    public string Describe() => string.Create(CultureInfo.InvariantCulture, $"{Words(Code, Subcode)} ({(byte)Code}/{Subcode})");

    /// <summary>Code and subcode as numbers.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Code} ({(byte)Code}/{Subcode})");

    // RFC 4271 sections 6.1 to 6.8, RFC 5492 section 5, RFC 4486 section 4, RFC 8538 section 3.1, RFC 9687 section 4.
    private static string Words(BgpErrorCode code, byte subcode) => (code, subcode) switch
    {
        (BgpErrorCode.None, _) => "no error",
        (BgpErrorCode.MessageHeader, 1) => "connection not synchronized",
        (BgpErrorCode.MessageHeader, _) => "bad message header",
        (BgpErrorCode.Open, 1) => "unsupported version",
        (BgpErrorCode.Open, 2) => "bad peer AS",
        (BgpErrorCode.Open, 3) => "bad BGP identifier",
        (BgpErrorCode.Open, 6) => "unacceptable hold time",
        (BgpErrorCode.Open, 7) => "unsupported capability",
        (BgpErrorCode.Open, _) => "bad OPEN message",
        (BgpErrorCode.Update, _) => "bad UPDATE message",
        (BgpErrorCode.HoldTimer, _) => "hold timer expired",
        (BgpErrorCode.StateMachine, _) => "message out of turn",
        (BgpErrorCode.Cease, 1) => "too many prefixes",
        (BgpErrorCode.Cease, 2) => "administrative shutdown",
        (BgpErrorCode.Cease, 3) => "peer de-configured",
        (BgpErrorCode.Cease, 4) => "administrative reset",
        (BgpErrorCode.Cease, 5) => "connection rejected",
        (BgpErrorCode.Cease, 6) => "configuration changed",
        (BgpErrorCode.Cease, 7) => "connection collision",
        (BgpErrorCode.Cease, 8) => "out of resources",
        (BgpErrorCode.Cease, 9) => "hard reset",
        (BgpErrorCode.Cease, _) => "cease",
        (BgpErrorCode.RouteRefresh, _) => "bad ROUTE-REFRESH message",
        (BgpErrorCode.SendHoldTimer, _) => "send hold timer expired",
        _ => "unknown error",
    };
}
