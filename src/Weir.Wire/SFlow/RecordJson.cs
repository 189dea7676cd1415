using System.Text.Json;
using Weir.Wire.SFlow.FlowRecords;

namespace Weir.Wire.SFlow;

/// <summary>Shows one record of a sample as a JSON object (sFlow v5, <c>flow_record</c> and <c>counter_record</c>).</summary>
internal static class RecordJson
{
    /// <summary>Writes the record: its fields when its structure is known and whole, its bytes otherwise.</summary>
    /// <param name="json">Where to; an array is open.</param>
    /// <param name="record">The record.</param>
    /// <param name="kind">Flow or counter record: the tags mean different things.</param>
    /// <param name="shallow">True to show an aggregate of records as bytes.</param>
    /// <returns>What is wrong with the record.</returns>
    public static DecodeError Write(Utf8JsonWriter json, scoped in Record record, RecordKind kind, bool shallow)
    {
        json.WriteStartObject();
        json.WriteString("tag", DataFormat.ToText(record.Tag));
        bool known = RecordCatalog.TryFind(kind, record.Tag, out RecordEntry? entry);
        bool nested = shallow && kind == RecordKind.Flow && record.Tag == Extended80211Aggregation.Tag;
        DecodeError error = DecodeError.None;
        if (known)
        {
            json.WriteString("name", entry!.Name);
        }

        if (!known || nested)
        {
            WriteBytes(json, record);
        }
        else if (!TryWriteFields(json, entry!, record))
        {
            error = DecodeError.RecordTooShort;
            json.WriteString("error", error.ToString());
            WriteBytes(json, record);
        }

        json.WriteEndObject();
        return error;
    }

    private static bool TryWriteFields(Utf8JsonWriter json, RecordEntry entry, scoped in Record record)
    {
        if (!entry.CanRead(record.Body))
        {
            return false;
        }

        json.WriteStartObject("fields");
        entry.TryWriteFields(record.Body, json);
        json.WriteEndObject();
        return true;
    }

    private static void WriteBytes(Utf8JsonWriter json, scoped in Record record)
    {
        json.WriteNumber("length", record.Body.Length);
        JsonFields.Hex(json, "hex", record.Body);
    }
}
