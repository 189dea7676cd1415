using Weir.Wire.Packets;
using Weir.Wire.SFlow;

namespace Weir.Analytics.Flows.Keys;

/// <summary>Keys of the sample itself: interfaces, direction, sizes, drop reason.</summary>
internal static class SampleKeys
{
    private static readonly KeyOrigin Any = new(LayerKind.None);
    private static readonly KeyOrigin Packet = new(LayerKind.None, 1, RecordField.Ethernet, RecordField.Ip4, RecordField.Ip6);

    /// <summary>Adds the keys.</summary>
    public static void AddTo(KeyListBuilder list)
    {
        list.Add("inputifindex", KeyType.Number, Any, "ifIndex the packet came in on, or internal, unknown.", TryGetInput);
        list.Add("outputifindex", KeyType.Number, Any, "ifIndex the packet left by, or internal, multiple, discard, unknown.", TryGetOutput);
        list.Add("direction", KeyType.Text, Any, "ingress when the data source is the input interface, egress when it is the output interface.", TryGetDirection);
        list.Add("bytes", KeyType.Number, Any, "Bytes of the packet on the wire, stripped bytes included; of a transaction, both ways.", TryGetBytes);
        list.Add("frames", KeyType.Number, Packet, "1 for every packet.", TryGetFrames);
        list.Add("requests", KeyType.Number, Any, "1 for every transaction or packet.", TryGetRequests);
        list.Add("stripped", KeyType.Number, new KeyOrigin(LayerKind.None, 1), "Bytes the agent removed from the packet before it took the header.", TryGetStripped);
        list.Add("stack", KeyType.Text, new KeyOrigin(LayerKind.None, 1), "Names of the packet's headers from outside in, joined by dots.", TryGetStack);
        list.Add("reason", KeyType.Text, new KeyOrigin(LayerKind.None, KeyDefinition.DiscardTag), "Why the packet was dropped, by name, or the number of a code without one.", TryGetReason);
        list.Add("samplingrate", KeyType.Number, Any, "N of 1-in-N sampling, as the agent states it.", TryGetSamplingRate, KeyStatus.Experimental);
    }

    private static bool TryGetInput(scoped ref SampleContext sample, int occurrence, out KeyValue value) => TryGetInterface(ref sample, sample.Input, out value);

    private static bool TryGetOutput(scoped ref SampleContext sample, int occurrence, out KeyValue value) => TryGetInterface(ref sample, sample.Output, out value);

    private static bool TryGetInterface(scoped ref SampleContext sample, InterfaceId port, out KeyValue value)
    {
        value = port.Format switch
        {
            InterfaceFormat.Single when port.Value == InterfaceId.Internal => KeyValue.OfText("internal"),
            InterfaceFormat.Single => KeyValue.Number(port.Value),
            InterfaceFormat.Discarded => KeyValue.OfText("discard"),
            InterfaceFormat.Multiple => KeyValue.OfText("multiple"),
            _ => KeyValue.OfText("unknown"),
        };
        return sample.FieldCount == 0;
    }

    private static bool TryGetDirection(scoped ref SampleContext sample, int occurrence, out KeyValue value)
    {
        if (IsSource(ref sample, sample.Input))
        {
            value = KeyValue.OfText("ingress");
            return true;
        }

        bool egress = IsSource(ref sample, sample.Output);
        value = egress ? KeyValue.OfText("egress") : default;
        return egress;
    }

    private static bool IsSource(scoped ref SampleContext sample, InterfaceId port) =>
        port.IsIfIndex && sample.Source.Class == 0 && port.Value == sample.Source.Index;

    private static bool TryGetBytes(scoped ref SampleContext sample, int occurrence, out KeyValue value) => ByteCounts.TryGet(ref sample, out value);

    private static bool TryGetFrames(scoped ref SampleContext sample, int occurrence, out KeyValue value)
    {
        value = KeyValue.Number(1);
        return sample.HasHeader || ByteCounts.HasSampledPacket(ref sample);
    }

    private static bool TryGetRequests(scoped ref SampleContext sample, int occurrence, out KeyValue value)
    {
        value = KeyValue.Number(1);
        return true;
    }

    private static bool TryGetStripped(scoped ref SampleContext sample, int occurrence, out KeyValue value)
    {
        value = KeyValue.Number(sample.Stripped);
        return sample.HasHeader;
    }

    private static bool TryGetStack(scoped ref SampleContext sample, int occurrence, out KeyValue value)
    {
        value = KeyValue.InSample(KeyForm.Stack, 0, 0);
        return sample.Packet.Count > 0;
    }

    private static bool TryGetReason(scoped ref SampleContext sample, int occurrence, out KeyValue value)
    {
        string? name = DropReasonNames.Of(sample.DropReason);
        value = name is null ? KeyValue.Number(sample.DropReason) : KeyValue.OfText(name);
        return sample.IsDiscard;
    }

    private static bool TryGetSamplingRate(scoped ref SampleContext sample, int occurrence, out KeyValue value)
    {
        value = KeyValue.Number(sample.SamplingRate);
        return !sample.IsDiscard && sample.SamplingRate != 0;
    }
}
