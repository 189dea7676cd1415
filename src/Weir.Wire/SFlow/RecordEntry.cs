using System.Text.Json;

namespace Weir.Wire.SFlow;

/// <summary>One structure that Weir knows: how it is called and what can be done with its bytes (sFlow v5, structure numbers).</summary>
public sealed class RecordEntry
{
    private readonly ReadBody _read;
    private readonly WriteJson _fields;
    private readonly Reencode _encode;

    private RecordEntry(uint tag, string name, RecordKind kind, ReadBody read, WriteJson fields, Reencode encode)
    {
        Tag = tag;
        Name = name;
        Kind = kind;
        _read = read;
        _fields = fields;
        _encode = encode;
    }

    private delegate bool ReadBody(ReadOnlySpan<byte> body);

    private delegate bool WriteJson(ReadOnlySpan<byte> body, Utf8JsonWriter json);

    private delegate bool Reencode(ReadOnlySpan<byte> body, ref XdrWriter writer);

    /// <summary>Enterprise in the top 20 bits, format in the low 12.</summary>
    public uint Tag { get; }

    /// <summary>Name in the specification; two flow records are called <c>http_request</c>.</summary>
    public string Name { get; }

    /// <summary>Flow or counter record.</summary>
    public RecordKind Kind { get; }

    /// <summary>True when the body holds the whole structure.</summary>
    public bool CanRead(ReadOnlySpan<byte> body) => _read(body);

    /// <summary>Writes the fields as properties of the JSON object that is open; false, with nothing written, when the body is too short.</summary>
    public bool TryWriteFields(ReadOnlySpan<byte> body, Utf8JsonWriter json) => _fields(body, json);

    /// <summary>Reads the structure and writes it again: appended bytes are dropped, padding becomes zero. False when the body is too short.</summary>
    public bool TryReencode(ReadOnlySpan<byte> body, ref XdrWriter writer) => _encode(body, ref writer);

    internal static RecordEntry Of<T>(string name, RecordKind kind)
        where T : struct, IRecord<T>, allows ref struct =>
        new(T.RecordTag, name, kind, Read<T>, Fields<T>, Encode<T>);

    private static bool Read<T>(ReadOnlySpan<byte> body)
        where T : struct, IRecord<T>, allows ref struct => T.TryRead(body, out _);

    private static bool Fields<T>(ReadOnlySpan<byte> body, Utf8JsonWriter json)
        where T : struct, IRecord<T>, allows ref struct
    {
        bool read = T.TryRead(body, out T record);
        if (read)
        {
            record.WriteFields(json);
        }

        return read;
    }

    private static bool Encode<T>(ReadOnlySpan<byte> body, ref XdrWriter writer)
        where T : struct, IRecord<T>, allows ref struct
    {
        bool read = T.TryRead(body, out T record);
        if (read)
        {
            record.Write(ref writer);
        }

        return read;
    }
}
