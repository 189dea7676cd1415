using Weir.Wire;
using Weir.Wire.Packets;
using Weir.Wire.Packets.Fields;

namespace Weir.Analytics.Flows.Keys;

/// <summary>The older keys for address groups: they use the group set named default, that of <c>setGroups</c> with one argument.</summary>
internal static class GroupKeys
{
    /// <summary>Adds the keys.</summary>
    public static void AddTo(KeyListBuilder list)
    {
        Add(list, "sourcegroup", "Default group of the source address.", Ip4Fields.Source, Ip6Fields.Source, 8);
        Add(list, "destinationgroup", "Default group of the destination address.", Ip4Fields.Destination, Ip6Fields.Destination, 12);
    }

    private static void Add(KeyListBuilder list, string name, string description, PacketField field4, PacketField field6, int recordOffset4)
    {
        FieldKey key4 = new(field4, [new RecordField(RecordField.Ip4, recordOffset4)]);
        FieldKey key6 = new(field6, [new RecordField(RecordField.Ip6, recordOffset4 == 8 ? 8 : 24)]);
        list.Add(
            name,
            KeyType.Text,
            new KeyOrigin(LayerKind.None, 1, RecordField.Ip4, RecordField.Ip6),
            description,
            (scoped ref SampleContext sample, int occurrence, out KeyValue value) =>
            {
                bool known = key4.TryGet(ref sample, occurrence, out value) || key6.TryGet(ref sample, occurrence, out value);
                string? group = known && value.TryGetAddress(out NetworkAddress address) ? sample.DefaultGroups?.Find(address) : null;
                value = group is null ? default : KeyValue.OfText(group);
                return group is not null;
            });
    }
}
