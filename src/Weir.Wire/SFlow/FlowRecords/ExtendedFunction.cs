using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>The software function that dropped a packet: flow record <c>extended_function</c> (sFlow v5, 0:1038).</summary>
/// <remarks>
/// <code>
/// symbol&lt;&gt;
/// </code>
/// </remarks>
public readonly ref struct ExtendedFunction : IRecord<ExtendedFunction>
{
    /// <summary>Tag of the record: 0:1038.</summary>
    public const uint Tag = 1038;

    /// <summary>Symbol of the function.</summary>
    public ReadOnlySpan<byte> Symbol { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedFunction>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedFunction record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadOpaque(out ReadOnlySpan<byte> symbol))
        {
            return false;
        }

        record = new ExtendedFunction
        {
            Symbol = symbol,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteOpaque(Symbol);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Text(json, "symbol", Symbol);
    }
}
