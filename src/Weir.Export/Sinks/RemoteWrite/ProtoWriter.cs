using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Weir.Export.Sinks.RemoteWrite;

/// <summary>Writes the few protocol-buffer fields that remote write needs.</summary>
internal sealed class ProtoWriter
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;

    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>What was written since the last <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    /// <summary>Begins anew and keeps the memory.</summary>
    public void Clear() => _buffer.ResetWrittenCount();

    /// <summary>A field of type int64.</summary>
    public void WriteInt64(int field, long value)
    {
        WriteVarint((ulong)((field << 3) | Varint));
        WriteVarint((ulong)value);
    }

    /// <summary>A field of type double, from its bits: a stale marker's bits must pass unchanged.</summary>
    public void WriteDoubleBits(int field, ulong bits)
    {
        WriteVarint((ulong)((field << 3) | Fixed64));
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.GetSpan(8), bits);
        _buffer.Advance(8);
    }

    /// <summary>A field of type string.</summary>
    public void WriteText(int field, string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        WriteVarint((ulong)((field << 3) | Delimited));
        WriteVarint((ulong)length);
        Encoding.UTF8.GetBytes(text, _buffer.GetSpan(length));
        _buffer.Advance(length);
    }

    /// <summary>A field that holds a message.</summary>
    public void WriteMessage(int field, ReadOnlySpan<byte> message)
    {
        WriteVarint((ulong)((field << 3) | Delimited));
        WriteVarint((ulong)message.Length);
        _buffer.Write(message);
    }

    /// <summary>A bare number, as packed fields hold one behind the other.</summary>
    public void WriteVarint(ulong value)
    {
        Span<byte> span = _buffer.GetSpan(10);
        int at = 0;
        for (; value >= 0x80; value >>= 7)
        {
            span[at++] = (byte)(value | 0x80);
        }

        span[at++] = (byte)value;
        _buffer.Advance(at);
    }
}
