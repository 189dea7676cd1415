namespace Weir.Scripting.Hosting;

/// <summary>
/// The line of answers to one script. The script waits for the answer of its innermost call, so answers must come in that
/// order. A call that waits for another machine is answered later; while the script waits for it, a request of its own
/// making may be put to it, inside of which it makes calls again. An outer answer that is early waits for the inner end.
/// </summary>
/// <param name="write">Sends a frame to the script.</param>
internal sealed class AnswerLine(Action<ReadOnlyMemory<byte>> write)
{
    private readonly Lock _gate = new();
    private readonly Stack<byte[]?> _waiting = new(); // One entry per call to be answered later: null until the answer is there.
    private int _nested; // Requests put to the script and not yet ended.

    /// <summary>True while the script waits for an answer that comes later.</summary>
    public bool IsWaiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count > _nested;
            }
        }
    }

    /// <summary>Sends the answer of a call that was answered at once.</summary>
    public void Send(ReadOnlyMemory<byte> frame)
    {
        lock (_gate)
        {
            write(frame);
        }
    }

    /// <summary>A call will be answered later.</summary>
    /// <returns>What takes its answer, once.</returns>
    public Action<ReadOnlyMemory<byte>> Promise()
    {
        int depth;
        lock (_gate)
        {
            _waiting.Push(null);
            depth = _waiting.Count;
        }

        return frame => Keep(depth, frame);
    }

    /// <summary>Puts a request to the script inside the call it waits for; false when it waits for none.</summary>
    public bool TryNest(ReadOnlyMemory<byte> request)
    {
        lock (_gate)
        {
            if (_waiting.Count <= _nested || _waiting.Peek() is not null)
            {
                return false;
            }

            _nested++;
            write(request);
            return true;
        }
    }

    /// <summary>The script is done with the request put to it last.</summary>
    public void EndNested()
    {
        lock (_gate)
        {
            _nested--;
            SendReady();
        }
    }

    private void Keep(int depth, ReadOnlyMemory<byte> frame)
    {
        lock (_gate)
        {
            byte[]?[] calls = [.. _waiting]; // Innermost first.
            calls[^depth] = frame.ToArray();
            _waiting.Clear();
            foreach (byte[]? call in calls.Reverse())
            {
                _waiting.Push(call);
            }

            SendReady();
        }
    }

    private void SendReady()
    {
        if (_waiting.Count > _nested && _waiting.Peek() is byte[] frame)
        {
            _waiting.Pop();
            write(frame);
        }
    }
}
