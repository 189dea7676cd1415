using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>Whom an operation was done to: flow record <c>app_target</c> (sFlow v5, 0:2205).</summary>
/// <remarks>
/// <code>
/// actor&lt;&gt;
/// </code>
/// </remarks>
public readonly ref struct AppTarget : IRecord<AppTarget>
{
    /// <summary>Tag of the record: 0:2205.</summary>
    public const uint Tag = 2205;

    /// <summary>Name of the target.</summary>
    public ReadOnlySpan<byte> Actor { get; init; }

    /// <inheritdoc/>
    static uint IRecord<AppTarget>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out AppTarget record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadOpaque(out ReadOnlySpan<byte> actor))
        {
            return false;
        }

        record = new AppTarget
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
