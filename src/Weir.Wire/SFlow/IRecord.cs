using System.Text.Json;

namespace Weir.Wire.SFlow;

/// <summary>What every structure of a flow or counter record can do: be read, written and shown (sFlow v5, <c>flow_data</c> and <c>counter_data</c>).</summary>
/// <typeparam name="TSelf">The structure itself.</typeparam>
/// <remarks>Only ever used as a constraint, so that calls bind to the structure and nothing is boxed.</remarks>
public interface IRecord<TSelf>
    where TSelf : struct, IRecord<TSelf>, allows ref struct
{
    /// <summary>Enterprise in the top 20 bits, format in the low 12.</summary>
    static abstract uint RecordTag { get; }

    /// <summary>Reads the structure from a record's body; bytes behind it are ignored. False when the body is too short.</summary>
    static abstract bool TryRead(ReadOnlySpan<byte> body, out TSelf record);

    /// <summary>Writes the body of the record, in the layout that <see cref="TryRead"/> reads.</summary>
    void Write(ref XdrWriter writer);

    /// <summary>Writes the fields as properties of the JSON object that is open, under the names of the specification.</summary>
    void WriteFields(Utf8JsonWriter json);
}
