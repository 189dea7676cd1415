namespace Weir.Web;

/// <summary>What the server knows beyond the engine; it answers from its own counters and must not block.</summary>
public interface IServerStatus
{
    /// <summary>What is listening now, the HTTP side left out.</summary>
    IReadOnlyList<Listener> Listeners { get; }

    /// <summary>Datagrams that were received but given up before the engine saw them.</summary>
    long DatagramsDiscarded { get; }

    /// <summary>What is still missing before the server does its work, as sentences; empty when it is ready.</summary>
    IReadOnlyList<string> NotReady { get; }
}
