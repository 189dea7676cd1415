using System.Buffers;

namespace Weir.Export.Spool;

/// <summary>Records on their way to the disk, one behind the other. Grows to one commit and stays. Used by one thread.</summary>
internal sealed class RecordBuffer : IBufferWriter<byte>
{
    private const int FirstSize = 65_536;
    private byte[] _bytes = new byte[FirstSize];
    private int _length;
    private int _record;

    /// <summary>The finished records.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _record);

    public void Clear()
    {
        _length = 0;
        _record = 0;
    }

    /// <summary>Begins a record; its payload is written next.</summary>
    public void Begin()
    {
        _length = _record;
        Reserve(SpoolRecord.HeaderSize);
        _length += SpoolRecord.HeaderSize;
    }

    /// <summary>The payload so far.</summary>
    public ReadOnlySpan<byte> Payload => _bytes.AsSpan(_record + SpoolRecord.HeaderSize, _length - _record - SpoolRecord.HeaderSize);

    /// <summary>Finishes the record; one that was begun and not finished is dropped by the next <see cref="Begin"/>.</summary>
    public void Seal(long sequence)
    {
        SpoolRecord.Seal(_bytes.AsSpan(_record, _length - _record), sequence);
        _record = _length;
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(_length);
    }

    private void Reserve(int bytes)
    {
        if (_bytes.Length - _length < bytes)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + bytes));
        }
    }
}
