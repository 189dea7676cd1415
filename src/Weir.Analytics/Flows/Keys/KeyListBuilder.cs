using System.Buffers.Binary;
using Weir.Wire.Packets;
using Weir.Wire.Packets.Fields;

namespace Weir.Analytics.Flows.Keys;

/// <summary>Collects key definitions; the forms that many keys share are made here.</summary>
internal sealed class KeyListBuilder
{
    /// <summary>Reads a value from a decoded header, found at <paramref name="index"/> of the packet's headers.</summary>
    public delegate bool LayerEvaluator(scoped ref SampleContext sample, int index, out KeyValue value);

    /// <summary>Reads a value from a flow record.</summary>
    public delegate bool RecordEvaluator(scoped ref SampleContext sample, RecordPosition record, out KeyValue value);

    /// <summary>Keys collected.</summary>
    public List<KeyDefinition> Keys { get; } = [];

    /// <summary>Adds a key with an evaluator of its own.</summary>
    public void Add(string name, KeyType type, KeyOrigin origin, string description, KeyEvaluator evaluator, KeyStatus status = KeyStatus.Verified) =>
        Keys.Add(new KeyDefinition(name, type, origin, status, description, evaluator));

    /// <summary>Adds a key that is one field of a header, or of a record where the sample has no header at all.</summary>
    public void Field(string name, PacketField field, string description, KeyStatus status = KeyStatus.Verified, params RecordField[] fallbacks)
    {
        KeyOrigin origin = new(field.Kind, [.. fallbacks.Select(fallback => fallback.Tag)]);
        FieldKey key = new(field, fallbacks);
        Keys.Add(new KeyDefinition(name, TypeOf(field.Type), origin, status, description, key.TryGet) { Field = field });
    }

    /// <summary>Adds a key that is read from a header in a way of its own.</summary>
    public void Layer(string name, KeyType type, LayerKind kind, string description, LayerEvaluator read, KeyStatus status = KeyStatus.Verified) =>
        Add(name, type, new KeyOrigin(kind), description, FromLayer(kind, read), status);

    /// <summary>Adds a key that is read from a flow record.</summary>
    public void Record(string name, KeyType type, uint tag, string description, RecordEvaluator read, KeyStatus status = KeyStatus.Verified) =>
        Add(name, type, new KeyOrigin(LayerKind.None, tag), description, FromRecord(tag, read), status);

    /// <summary>Adds a key that is one 32-bit number of a flow record.</summary>
    public void Word(string name, uint tag, int offset, string description, KeyStatus status = KeyStatus.Verified)
    {
        KeyEvaluator read = FromRecord(tag, (scoped ref SampleContext sample, RecordPosition record, out KeyValue value) => TryReadWord(ref sample, record, offset, out value));
        Keys.Add(new KeyDefinition(name, KeyType.Number, new KeyOrigin(LayerKind.None, tag), status, description, read) { Word = new RecordField(tag, offset) });
    }

    /// <summary>Reads a 32-bit number; all ones mean unknown (sFlow v5 convention).</summary>
    public static bool TryReadWord(scoped ref SampleContext sample, RecordPosition record, int offset, out KeyValue value)
    {
        bool known = TryReadRawWord(ref sample, record, offset, out uint word) && word != uint.MaxValue;
        value = known ? KeyValue.Number(word) : default;
        return known;
    }

    /// <summary>Reads a 32-bit number as it is.</summary>
    public static bool TryReadRawWord(scoped ref SampleContext sample, RecordPosition record, int offset, out uint word)
    {
        ReadOnlySpan<byte> body = sample.BodyOf(record);
        word = 0;
        return body.Length >= offset + 4 && BinaryPrimitives.TryReadUInt32BigEndian(body[offset..], out word);
    }

    private static KeyEvaluator FromLayer(LayerKind kind, LayerEvaluator read) =>
        (scoped ref SampleContext sample, int occurrence, out KeyValue value) =>
        {
            int index = sample.Packet.IndexOf(kind, occurrence);
            value = default;
            return index >= 0 && read(ref sample, index, out value);
        };

    private static KeyEvaluator FromRecord(uint tag, RecordEvaluator read) =>
        (scoped ref SampleContext sample, int occurrence, out KeyValue value) =>
        {
            value = default;
            return occurrence == 0 && sample.TryFindRecord(tag, out RecordPosition record) && read(ref sample, record, out value);
        };

    private static KeyType TypeOf(PacketFieldType type) => type switch
    {
        PacketFieldType.Flag => KeyType.Boolean,
        PacketFieldType.Bits => KeyType.Bits,
        PacketFieldType.Mac => KeyType.Mac,
        PacketFieldType.Ip4 => KeyType.Ip4,
        PacketFieldType.Ip6 => KeyType.Ip6,
        _ => KeyType.Number,
    };
}
