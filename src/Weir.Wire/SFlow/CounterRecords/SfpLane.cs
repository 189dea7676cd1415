using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>One lane of an optical module (sFlow optics draft, <c>lane</c> of <c>sfp</c>; sFlow v5, 0:10).</summary>
/// <remarks>
/// <code>
/// index(4) tx_bias_current(4) tx_power(4) tx_power_min(4) tx_power_max(4) tx_wavelength(4)
/// rx_power(4) rx_power_min(4) rx_power_max(4) rx_wavelength(4)
/// </code>
/// </remarks>
public readonly record struct SfpLane
{
    /// <summary>Bytes of one lane.</summary>
    public const int Size = 40;

    /// <summary>Number of the lane within the module, from 1.</summary>
    public uint Index { get; init; }

    /// <summary>Bias current of the laser, in microamperes.</summary>
    public uint TxBiasCurrent { get; init; }

    /// <summary>Power sent, in microwatts.</summary>
    public uint TxPower { get; init; }

    /// <summary>Least power sent, in microwatts.</summary>
    public uint TxPowerMin { get; init; }

    /// <summary>Most power sent, in microwatts.</summary>
    public uint TxPowerMax { get; init; }

    /// <summary>Wavelength sent, in nanometres.</summary>
    public uint TxWavelength { get; init; }

    /// <summary>Power received, in microwatts.</summary>
    public uint RxPower { get; init; }

    /// <summary>Least power received, in microwatts.</summary>
    public uint RxPowerMin { get; init; }

    /// <summary>Most power received, in microwatts.</summary>
    public uint RxPowerMax { get; init; }

    /// <summary>Wavelength received, in nanometres.</summary>
    public uint RxWavelength { get; init; }

    /// <summary>Reads one lane of <see cref="Size"/> bytes.</summary>
    internal static SfpLane Read(ReadOnlySpan<byte> bytes) => new()
    {
        Index = XdrField.UInt32(bytes, 0),
        TxBiasCurrent = XdrField.UInt32(bytes, 4),
        TxPower = XdrField.UInt32(bytes, 8),
        TxPowerMin = XdrField.UInt32(bytes, 12),
        TxPowerMax = XdrField.UInt32(bytes, 16),
        TxWavelength = XdrField.UInt32(bytes, 20),
        RxPower = XdrField.UInt32(bytes, 24),
        RxPowerMin = XdrField.UInt32(bytes, 28),
        RxPowerMax = XdrField.UInt32(bytes, 32),
        RxWavelength = XdrField.UInt32(bytes, 36),
    };

    /// <summary>Writes the lane.</summary>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Index);
        writer.WriteUInt32(TxBiasCurrent);
        writer.WriteUInt32(TxPower);
        writer.WriteUInt32(TxPowerMin);
        writer.WriteUInt32(TxPowerMax);
        writer.WriteUInt32(TxWavelength);
        writer.WriteUInt32(RxPower);
        writer.WriteUInt32(RxPowerMin);
        writer.WriteUInt32(RxPowerMax);
        writer.WriteUInt32(RxWavelength);
    }

    /// <summary>Writes the lane's fields as properties of the JSON object that is open.</summary>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("index", Index);
        json.WriteNumber("tx_bias_current", TxBiasCurrent);
        json.WriteNumber("tx_power", TxPower);
        json.WriteNumber("tx_power_min", TxPowerMin);
        json.WriteNumber("tx_power_max", TxPowerMax);
        json.WriteNumber("tx_wavelength", TxWavelength);
        json.WriteNumber("rx_power", RxPower);
        json.WriteNumber("rx_power_min", RxPowerMin);
        json.WriteNumber("rx_power_max", RxPowerMax);
        json.WriteNumber("rx_wavelength", RxWavelength);
    }
}
