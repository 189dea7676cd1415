using System.Buffers.Binary;

namespace Weir.Testing.Receivers;

/// <summary>One field of a protocol-buffer message.</summary>
/// <param name="Number">Field number.</param>
/// <param name="Value">Value of a varint or fixed field; a double's bits.</param>
/// <param name="Bytes">Content of a length-delimited field.</param>
public readonly record struct ProtoField(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Every field of a message in order; null when the message is damaged.</summary>
    public static IReadOnlyList<ProtoField>? ReadAll(ReadOnlyMemory<byte> message)
    {
        List<ProtoField> fields = [];
        while (!message.IsEmpty)
        {
            if (!TryVarint(ref message, out ulong key) || !TryRead(ref message, key, out ProtoField field))
            {
                return null;
            }

            fields.Add(field);
        }

        return fields;
    }

    /// <summary>The numbers of a packed field; null when it is damaged.</summary>
    public static IReadOnlyList<ulong>? ReadPacked(ReadOnlyMemory<byte> packed)
    {
        List<ulong> numbers = [];
        while (!packed.IsEmpty)
        {
            if (!TryVarint(ref packed, out ulong number))
            {
                return null;
            }

            numbers.Add(number);
        }

        return numbers;
    }

    private static bool TryRead(ref ReadOnlyMemory<byte> message, ulong key, out ProtoField field)
    {
        int number = (int)(key >> 3);
        field = default;
        ulong value;
        switch (key & 7)
        {
            case 0 when TryVarint(ref message, out value):
                field = new(number, value, default);
                return true;
            case 1 when message.Length >= 8:
                field = new(number, BinaryPrimitives.ReadUInt64LittleEndian(message.Span), default);
                message = message[8..];
                return true;
            case 2 when TryVarint(ref message, out value) && value <= (ulong)message.Length:
                field = new(number, 0, message[..(int)value]);
                message = message[(int)value..];
                return true;
            case 5 when message.Length >= 4:
                field = new(number, BinaryPrimitives.ReadUInt32LittleEndian(message.Span), default);
                message = message[4..];
                return true;
            default:
                return false;
        }
    }

    private static bool TryVarint(ref ReadOnlyMemory<byte> message, out ulong value)
    {
        value = 0;
        for (int i = 0; i < 10 && i < message.Length; i++)
        {
            byte next = message.Span[i];
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
            {
                message = message[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
