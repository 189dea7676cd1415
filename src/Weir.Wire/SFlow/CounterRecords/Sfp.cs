using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>An optical module: counter record <c>sfp</c> (sFlow optics draft; sFlow v5, 0:10).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// module_id(4) module_num_lanes(4) module_supply_voltage(4) module_temperature(4) lanes(40)&lt;&gt;
/// </code>
/// </remarks>
public readonly ref struct Sfp : IRecord<Sfp>
{
    /// <summary>Tag of the record: 0:10.</summary>
    public const uint Tag = 10;

    /// <summary>Index of the module.</summary>
    public uint ModuleId { get; init; }

    /// <summary>Lanes the module has; a record may describe some of them only.</summary>
    public uint ModuleNumLanes { get; init; }

    /// <summary>Supply voltage, in millivolts.</summary>
    public uint ModuleSupplyVoltage { get; init; }

    /// <summary>Temperature, in thousandths of a degree Celsius.</summary>
    public int ModuleTemperature { get; init; }

    /// <summary>The lanes described.</summary>
    public SfpLaneList Lanes { get; init; }

    /// <inheritdoc/>
    static uint IRecord<Sfp>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out Sfp record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadUInt32(out uint id) || !reader.TryReadUInt32(out uint laneCount) || !reader.TryReadUInt32(out uint voltage)
            || !reader.TryReadInt32(out int temperature) || !SfpLaneList.TryRead(ref reader, out SfpLaneList lanes))
        {
            return false;
        }

        record = new Sfp
        {
            ModuleId = id,
            ModuleNumLanes = laneCount,
            ModuleSupplyVoltage = voltage,
            ModuleTemperature = temperature,
            Lanes = lanes,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(ModuleId);
        writer.WriteUInt32(ModuleNumLanes);
        writer.WriteUInt32(ModuleSupplyVoltage);
        writer.WriteInt32(ModuleTemperature);
        Lanes.Write(ref writer);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("module_id", ModuleId);
        json.WriteNumber("module_num_lanes", ModuleNumLanes);
        json.WriteNumber("module_supply_voltage", ModuleSupplyVoltage);
        json.WriteNumber("module_temperature", ModuleTemperature);
        json.WriteStartArray("lanes");
        for (int i = 0; i < Lanes.Count; i++)
        {
            json.WriteStartObject();
            Lanes[i].WriteFields(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
