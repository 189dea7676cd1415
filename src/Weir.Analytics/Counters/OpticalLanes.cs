using System.Buffers.Binary;
using System.Globalization;
using Weir.Wire;

namespace Weir.Analytics.Counters;

/// <summary>Lanes of an optical module (sFlow optics, counter record 0:10): ten words each, the first is the lane's index.</summary>
/// <remarks>Lanes 0 to 8 have metrics; further ones are stepped over.</remarks>
internal static class OpticalLanes
{
    private const int MaxIndex = 8;
    private const int LaneSize = 40;

    private static readonly string[] Fields =
    [
        "tx_bias_current", "tx_power", "tx_power_min", "tx_power_max", "tx_wavelength",
        "rx_power", "rx_power_min", "rx_power_max", "rx_wavelength",
    ];

    /// <summary>Metric names of all lanes, lane after lane.</summary>
    public static IEnumerable<string> Names() =>
        from lane in Enumerable.Range(0, MaxIndex + 1)
        from field in Fields
        select string.Create(CultureInfo.InvariantCulture, $"opt_lane_{lane}_{field}");

    /// <summary>Reads the count and the lanes.</summary>
    /// <param name="reader">Stands before the count.</param>
    /// <param name="values">Slots of all lanes; lanes that are not there become absent.</param>
    public static bool TryRead(ref XdrReader reader, Span<double> values)
    {
        values[..(Fields.Length * (MaxIndex + 1))].Fill(double.NaN);
        if (!reader.TryReadCount(LaneSize, out int count))
        {
            return false;
        }

        for (int i = 0; i < count; i++)
        {
            reader.TryReadFixed(LaneSize, out ReadOnlySpan<byte> lane);
            uint index = BinaryPrimitives.ReadUInt32BigEndian(lane);
            for (int field = 0; index <= MaxIndex && field < Fields.Length; field++)
            {
                uint value = BinaryPrimitives.ReadUInt32BigEndian(lane[((field + 1) * 4)..]);
                values[((int)index * Fields.Length) + field] = value == uint.MaxValue ? double.NaN : value;
            }
        }

        return true;
    }
}
