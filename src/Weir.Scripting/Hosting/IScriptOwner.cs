namespace Weir.Scripting.Hosting;

/// <summary>Who a script's process reports to. All calls come from the process's call thread.</summary>
internal interface IScriptOwner
{
    /// <summary>Answers an API call.</summary>
    /// <param name="call">JSON array: name, then arguments.</param>
    /// <param name="reply">Gets the answer as one frame.</param>
    /// <param name="promise">Called when the answer comes later; gives what takes its frame then.</param>
    /// <param name="ended">Cancelled when the process is gone.</param>
    /// <returns>The frame; empty when the answer comes later.</returns>
    ReadOnlyMemory<byte> Answer(ReadOnlyMemory<byte> call, FrameBuffer reply, Func<Action<ReadOnlyMemory<byte>>> promise, CancellationToken ended);

    /// <summary>Takes a notification.</summary>
    /// <param name="notification">JSON array: name, then arguments.</param>
    void Notified(ReadOnlyMemory<byte> notification);

    /// <summary>Takes an HTTP response.</summary>
    void Responded(ReadOnlyMemory<byte> response);
}
