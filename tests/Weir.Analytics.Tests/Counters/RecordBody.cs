using Weir.Wire;

namespace Weir.Analytics.Tests.Counters;

/// <summary>Writes the body of a record out of values: uint and int take 4 bytes, ulong and long 8, float 4, text its length and bytes.</summary>
internal static class RecordBody
{
    public const uint Unknown32 = uint.MaxValue;

    public static byte[] Of(params object[] values)
    {
        byte[] buffer = new byte[2048];
        XdrWriter writer = new(buffer);
        foreach (object value in values)
        {
            switch (value)
            {
                case uint number:
                    writer.WriteUInt32(number);
                    break;
                case int number:
                    writer.WriteInt32(number);
                    break;
                case ulong number:
                    writer.WriteUInt64(number);
                    break;
                case float number:
                    writer.WriteSingle(number);
                    break;
                case double number:
                    writer.WriteDouble(number);
                    break;
                case MacAddress mac:
                    writer.WriteMac(mac);
                    break;
                case byte[] bytes:
                    writer.WriteFixed(bytes);
                    break;
                default:
                    writer.WriteString((string)value);
                    break;
            }
        }

        return writer.Written.ToArray();
    }

    /// <summary>An if_counters record; counters that are not given are 0.</summary>
    public static byte[] Interface(
        uint index, ulong speed = 1_000_000_000, ulong inOctets = 0, uint inUcast = 0, uint inMulticast = 0, uint inBroadcast = 0,
        ulong outOctets = 0, uint type = 6, uint status = 3) =>
        Of(index, type, speed, 1u, status, inOctets, inUcast, inMulticast, inBroadcast, 0u, 0u, 0u, outOctets, 0u, 0u, 0u, 0u, 0u, 0u);
}
