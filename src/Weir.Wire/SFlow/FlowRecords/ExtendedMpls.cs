using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>Label stacks of a packet on both sides of a label switch: flow record <c>extended_mpls</c> (sFlow v5, 0:1006).</summary>
/// <remarks>
/// <code>
/// nexthop(4|8|20) in_stack(4)&lt;&gt; out_stack(4)&lt;&gt;
/// </code>
/// </remarks>
public readonly ref struct ExtendedMpls : IRecord<ExtendedMpls>
{
    /// <summary>Tag of the record: 0:1006.</summary>
    public const uint Tag = 1006;

    /// <summary>Next hop's address.</summary>
    public NetworkAddress Nexthop { get; init; }

    /// <summary>Label stack entries as received, outermost first.</summary>
    public UInt32List InStack { get; init; }

    /// <summary>Label stack entries as sent, outermost first.</summary>
    public UInt32List OutStack { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedMpls>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedMpls record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadAddress(out NetworkAddress nexthop) || !UInt32List.TryRead(ref reader, out UInt32List inStack)
            || !UInt32List.TryRead(ref reader, out UInt32List outStack))
        {
            return false;
        }

        record = new ExtendedMpls
        {
            Nexthop = nexthop,
            InStack = inStack,
            OutStack = outStack,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteAddress(Nexthop);
        InStack.Write(ref writer);
        OutStack.Write(ref writer);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Address(json, "nexthop", Nexthop);
        JsonFields.List(json, "in_stack", InStack);
        JsonFields.List(json, "out_stack", OutStack);
    }
}
