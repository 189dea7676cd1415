using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>802.1Q tags a packet leaves with: flow record <c>extended_vlanout</c> (sFlow v5, 0:1035).</summary>
/// <remarks>
/// <code>
/// stack(4)&lt;&gt;
/// </code>
/// </remarks>
public readonly ref struct ExtendedVlanOut : IRecord<ExtendedVlanOut>
{
    /// <summary>Tag of the record: 0:1035.</summary>
    public const uint Tag = 1035;

    /// <summary>Tags, outermost first: TPID in the upper, TCI in the lower 16 bits.</summary>
    public UInt32List Stack { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedVlanOut>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedVlanOut record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!UInt32List.TryRead(ref reader, out UInt32List stack))
        {
            return false;
        }

        record = new ExtendedVlanOut
        {
            Stack = stack,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        Stack.Write(ref writer);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.List(json, "stack", Stack);
    }
}
