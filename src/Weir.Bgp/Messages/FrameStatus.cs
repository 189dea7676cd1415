namespace Weir.Bgp.Messages;

/// <summary>What the front of a receive buffer holds (RFC 4271 section 4.1).</summary>
public enum FrameStatus : byte
{
    /// <summary>Part of a message: wait for more bytes.</summary>
    Incomplete = 0,

    /// <summary>A whole message.</summary>
    Complete,

    /// <summary>Not a message: the session must end with the error given.</summary>
    Invalid,
}
