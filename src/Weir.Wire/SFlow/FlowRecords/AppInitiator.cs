using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>Who started an operation: flow record <c>app_initiator</c> (sFlow v5, 0:2204).</summary>
/// <remarks>
/// <code>
/// actor&lt;&gt;
/// </code>
/// </remarks>
public readonly ref struct AppInitiator : IRecord<AppInitiator>
{
    /// <summary>Tag of the record: 0:2204.</summary>
    public const uint Tag = 2204;

    /// <summary>Name of the initiator.</summary>
    public ReadOnlySpan<byte> Actor { get; init; }

    /// <inheritdoc/>
    static uint IRecord<AppInitiator>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out AppInitiator record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadOpaque(out ReadOnlySpan<byte> actor))
        {
            return false;
        }

        record = new AppInitiator
        {
            Actor = actor,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteOpaque(Actor);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Text(json, "actor", Actor);
    }
}
