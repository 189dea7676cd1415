using System.Buffers;

namespace Weir.Ingest.Captures;

/// <summary>Reads a stream forwards through one buffer that grows to the largest packet met, up to a limit.</summary>
internal sealed class FileCursor : IDisposable
{
    private const int InitialBytes = 1 << 18;

    private readonly Stream _stream;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialBytes);
    private int _start;
    private int _end;

    public FileCursor(Stream stream)
    {
        _stream = stream;
    }

    /// <summary>Offset in the file of the next byte.</summary>
    public long Offset { get; private set; }

    /// <summary>Looks at the next bytes without passing them.</summary>
    /// <returns>False when the file ends before.</returns>
    public bool TryPeek(int count, out ReadOnlySpan<byte> bytes)
    {
        if (_end - _start < count && !Fill(count))
        {
            bytes = default;
            return false;
        }

        bytes = _buffer.AsSpan(_start, count);
        return true;
    }

    /// <summary>Takes the next bytes; they stay valid until the next call.</summary>
    /// <returns>False, and nothing is passed, when the file ends before.</returns>
    public bool TryTake(int count, out ReadOnlySpan<byte> bytes)
    {
        if (!TryPeek(count, out bytes))
        {
            return false;
        }

        Pass(count);
        return true;
    }

    /// <summary>Passes bytes without keeping them, however many.</summary>
    /// <returns>False when the file ends before; then the cursor is at the end.</returns>
    public bool TrySkip(long count)
    {
        while (count > 0)
        {
            if (_start == _end && !Fill(1))
            {
                return false;
            }

            int step = (int)Math.Min(count, _end - _start);
            Pass(step);
            count -= step;
        }

        return true;
    }

    /// <summary>True when there is no further byte.</summary>
    public bool AtEnd => _start == _end && !Fill(1);

    /// <summary>Closes the stream.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = 0;
        _end = 0;
    }

    private void Pass(int count)
    {
        _start += count;
        Offset += count;
    }

    private void Grow()
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private bool Fill(int count)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        while (_end < count)
        {
            // A packet claims its length: room is made for what is there, twice as much at a time, never for the claim.
            if (_end == _buffer.Length)
            {
                Grow();
            }

            int read = _stream.Read(_buffer, _end, _buffer.Length - _end);
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }
}
