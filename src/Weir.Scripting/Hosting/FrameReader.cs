using System.Buffers.Binary;
using System.Globalization;

namespace Weir.Scripting.Hosting;

/// <summary>Reads frames from a script, blocking: 4-byte big-endian length of what follows, type byte, payload.</summary>
/// <remarks>A frame larger than <see cref="MaxFrame"/> is refused: nothing a script sends needs one, and what follows cannot be found.</remarks>
internal sealed class FrameReader(Stream stream)
{
    /// <summary>Largest frame in bytes: a 50 MB body, doubled by escapes, with room to spare.</summary>
    public const int MaxFrame = 128 * 1024 * 1024;

    private const int HeaderSize = 5;
    private const int Kept = 64 * 1024;

    private byte[] _buffer = new byte[Kept];
    private int _start;
    private int _end;

    /// <summary>Waits for the next frame.</summary>
    /// <param name="type">Type byte.</param>
    /// <param name="payload">Payload, valid until the next call.</param>
    /// <returns>False at the end of the stream.</returns>
    /// <exception cref="InvalidDataException">The frame has an impossible length; nothing behind it can be read.</exception>
    public bool TryRead(out char type, out ReadOnlyMemory<byte> payload)
    {
        type = default;
        payload = default;
        if (!TryFill(HeaderSize))
        {
            return false;
        }

        int length = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start));
        if (length is < 1 or > MaxFrame)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"a frame of {length} bytes"));
        }

        if (!TryFill(4 + length))
        {
            return false;
        }

        type = (char)_buffer[_start + 4];
        payload = _buffer.AsMemory(_start + HeaderSize, length - 1);
        _start += 4 + length;
        return true;
    }

    private bool TryFill(int wanted)
    {
        if (_start == _end)
        {
            _start = _end = 0;
            if (_buffer.Length > Kept && wanted <= Kept)
            {
                _buffer = new byte[Kept];
            }
        }

        if (_start + wanted > _buffer.Length)
        {
            byte[] target = wanted > _buffer.Length ? new byte[Math.Max(wanted, Kept)] : _buffer;
            _buffer.AsSpan(_start, _end - _start).CopyTo(target);
            _buffer = target;
            _end -= _start;
            _start = 0;
        }

        while (_end - _start < wanted)
        {
            int got = stream.Read(_buffer, _end, _buffer.Length - _end);
            if (got == 0)
            {
                return false;
            }

            _end += got;
        }

        return true;
    }
}
