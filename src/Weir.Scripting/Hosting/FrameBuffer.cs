using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Weir.Analytics;
using Weir.Scripting.Calls;

namespace Weir.Scripting.Hosting;

/// <summary>
/// One frame towards a script, built in place: 4-byte big-endian length of what follows, type byte, payload.
/// Reused frame by frame; a buffer that grew beyond <see cref="Kept"/> is given back afterwards. Bounded: a script asked
/// for every value of a large network would get more than Node.js can hold in a text.
/// </summary>
internal sealed class FrameBuffer : IBufferWriter<byte>, IDisposable
{
    /// <summary>Bytes after which nothing more can be written.</summary>
    public const int MaxFrame = 128 * 1024 * 1024;

    private const int MaxReserved = 6 * MaxFrame;

    private const int HeaderSize = 5;
    private const int Kept = 256 * 1024;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = WeirJson.Options.Encoder, SkipValidation = true };

    private readonly Utf8JsonWriter _json;
    private byte[] _bytes = new byte[16 * 1024];
    private int _length;

    public FrameBuffer()
    {
        _json = new Utf8JsonWriter(this, WriterOptions);
    }

    /// <summary>Begins a frame; the payload is then written to this buffer or to the writer that is returned.</summary>
    /// <remarks>Writing throws a <see cref="CallException"/> when the frame becomes too large; the next one can be started all the same.</remarks>
    public Utf8JsonWriter Start(char type)
    {
        if (_bytes.Length > Kept)
        {
            _bytes = new byte[16 * 1024];
        }

        _bytes[4] = (byte)type;
        _length = HeaderSize;
        _json.Reset(this);
        return _json;
    }

    /// <summary>Ends the frame. The bytes are valid until the next <see cref="Start"/>.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        _json.Flush();
        BinaryPrimitives.WriteInt32BigEndian(_bytes, _length - 4);
        return _bytes.AsMemory(0, _length);
    }

    /// <inheritdoc/>
    public void Advance(int count) => _length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_length);
    }

    public void Dispose() => _json.Dispose();

    private void Reserve(int size)
    {
        // The writer asks for what a text may take at worst, six times its length: what counts is what was written.
        if (_length > MaxFrame || size > MaxReserved)
        {
            throw new CallException(string.Create(CultureInfo.InvariantCulture, $"the answer is larger than {MaxFrame >> 20} MB: ask for fewer agents or metrics"));
        }

        int wanted = _length + Math.Max(size, 256);
        if (wanted > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(wanted, Math.Min(_bytes.Length * 2, MaxFrame)));
        }
    }
}
