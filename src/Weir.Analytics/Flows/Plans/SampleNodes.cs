using System.Buffers.Binary;
using Weir.Analytics.Flows.Plans.Shapes;
using Weir.Wire.Packets;
using Weir.Wire.SFlow;

namespace Weir.Analytics.Flows.Plans;

/// <summary>A key that is one 32-bit number of a flow record; all ones mean unknown (sFlow v5 convention).</summary>
/// <param name="tag">Format of the record.</param>
/// <param name="offset">First byte in the record's body.</param>
internal sealed class WordNode(uint tag, int offset) : KeyNode
{
    /// <inheritdoc/>
    public override int MaxUnits => 1;

    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value)
    {
        value = default;
        if (!sample.TryFindRecord(tag, out RecordPosition record) || record.Length < offset + sizeof(uint))
        {
            return false;
        }

        uint word = BinaryPrimitives.ReadUInt32BigEndian(sample.BodyOf(record)[offset..]);
        value.Low = word;
        return word != uint.MaxValue;
    }

    /// <inheritdoc/>
    public override ShapedKey Under(PacketShape shape) => ShapedKey.Number;
}

/// <summary><c>inputifindex</c> and <c>outputifindex</c>: a number as a rule, otherwise the text the catalogue has for it.</summary>
/// <param name="key">The key as the catalogue reads it.</param>
/// <param name="isOutput">True for where the packet went out.</param>
internal sealed class InterfaceNode(CatalogNode key, bool isOutput) : KeyNode
{
    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value)
    {
        InterfaceId port = isOutput ? sample.Output : sample.Input;
        if (!port.IsIfIndex || sample.FieldCount != 0)
        {
            return key.TryEvaluate(evaluator, ref sample, out value);
        }

        value = Evaluated.OfNumber(port.Value);
        return true;
    }

    /// <inheritdoc/>
    public override ShapedKey Under(PacketShape shape) => ShapedKey.Number;
}

/// <summary><c>ethernetprotocol</c>: where IP follows, through VLAN tags or not, the layout decides it.</summary>
/// <param name="key">The key as the catalogue reads it.</param>
/// <param name="occurrence">0 for the outermost Ethernet header.</param>
internal sealed class EtherTypeNode(CatalogNode key, int occurrence) : KeyNode
{
    private const ulong Ip4 = 0x0800;
    private const ulong Ip6 = 0x86dd;

    /// <inheritdoc/>
    public override int MaxUnits => 1;

    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value) => key.TryEvaluate(evaluator, ref sample, out value);

    /// <inheritdoc/>
    public override ShapedKey Under(PacketShape shape)
    {
        int index = shape.Packet.IndexOf(LayerKind.Ethernet, occurrence);
        if (index < 0)
        {
            return ShapedKey.Open;
        }

        do
        {
            index++;
        }
        while (index < shape.Packet.Count && shape.Packet[index].Kind == LayerKind.Vlan);
        return (index < shape.Packet.Count ? shape.Packet[index].Kind : LayerKind.None) switch
        {
            LayerKind.Ip4 => ShapedKey.Constant(Evaluated.OfNumber(Ip4)),
            LayerKind.Ip6 => ShapedKey.Constant(Evaluated.OfNumber(Ip6)),
            _ => ShapedKey.Open,
        };
    }
}
