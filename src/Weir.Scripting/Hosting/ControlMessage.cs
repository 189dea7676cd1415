namespace Weir.Scripting.Hosting;

/// <summary>
/// One message of a script's urgent line. It can be withdrawn while it waits there: a script that is busy for long must not find requests
/// whose clients have gone, nor keep what they hold in memory.
/// </summary>
/// <param name="generation">The process it is for.</param>
/// <param name="type">Type byte of the frame.</param>
/// <param name="json">Payload.</param>
internal sealed class ControlMessage(int generation, char type, byte[] json)
{
    private byte[]? _json = json; // Shared: taken by the pump or by whoever withdraws.

    /// <summary>The process it is for.</summary>
    public int Generation => generation;

    /// <summary>Type byte of the frame.</summary>
    public char Type => type;

    /// <summary>The payload, once; null when it was withdrawn.</summary>
    public byte[]? Take() => Interlocked.Exchange(ref _json, null);

    /// <summary>Nobody waits for it any more. Without effect when it is on its way.</summary>
    public void Withdraw() => Take();
}
