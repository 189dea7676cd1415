namespace Weir.Export.Delivery;

/// <summary>What a sink's delivery is doing.</summary>
public enum SinkState
{
    /// <summary>Nothing waits.</summary>
    Idle,

    /// <summary>A request is under way.</summary>
    Sending,

    /// <summary>The last request failed; the same is sent again after a pause.</summary>
    Retrying,

    /// <summary>Several requests in a row failed: the circuit is open, one trial after each longer pause.</summary>
    Open,

    /// <summary>The trial after such a pause is under way.</summary>
    HalfOpen,

    /// <summary>The receiver refuses until a person mends something; one trial after each long pause.</summary>
    Misconfigured,

    /// <summary>Stopped.</summary>
    Stopped,
}
