using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Electric power of a device (mailing list draft): counter record <c>energy</c> (sFlow v5, 0:3000).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// voltage(4) current(4) real_power(4) power_factor(4) energy(4) errors(4)
/// </code>
/// </remarks>
public readonly record struct EnergyCounters : IRecord<EnergyCounters>
{
    /// <summary>Tag of the record: 0:3000.</summary>
    public const uint Tag = 3000;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 24;

    /// <summary>Millivolts; all ones unknown.</summary>
    public uint Voltage { get; init; }

    /// <summary>Milliamperes; all ones unknown.</summary>
    public uint Current { get; init; }

    /// <summary>Milliwatts; all ones unknown.</summary>
    public uint RealPower { get; init; }

    /// <summary>Power factor in hundredths of a percent, -10000 to 10000.</summary>
    public int PowerFactor { get; init; }

    /// <summary>Millijoules; all ones unknown.</summary>
    public uint Energy { get; init; }

    /// <summary>Power exceptions.</summary>
    public uint Errors { get; init; }

    /// <inheritdoc/>
    static uint IRecord<EnergyCounters>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out EnergyCounters record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new EnergyCounters
        {
            Voltage = XdrField.UInt32(body, 0),
            Current = XdrField.UInt32(body, 4),
            RealPower = XdrField.UInt32(body, 8),
            PowerFactor = XdrField.Int32(body, 12),
            Energy = XdrField.UInt32(body, 16),
            Errors = XdrField.UInt32(body, 20),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Voltage);
        writer.WriteUInt32(Current);
        writer.WriteUInt32(RealPower);
        writer.WriteInt32(PowerFactor);
        writer.WriteUInt32(Energy);
        writer.WriteUInt32(Errors);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("voltage", Voltage);
        json.WriteNumber("current", Current);
        json.WriteNumber("real_power", RealPower);
        json.WriteNumber("power_factor", PowerFactor);
        json.WriteNumber("energy", Energy);
        json.WriteNumber("errors", Errors);
    }
}
