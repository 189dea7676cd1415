using System.Text;
using Weir.Wire;
using Weir.Wire.Packets;

namespace Weir.Analytics.Flows.Keys;

/// <summary>Keys named after the fields of custom flow records (host-sflow rtflow, 4300:1003).</summary>
internal static class CustomKeys
{
    /// <summary>Makes a key that reads the rtflow field of that name; its value's type is what arrives.</summary>
    public static KeyDefinition Create(string name)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(name);
        return new KeyDefinition(
            name,
            KeyType.Text,
            new KeyOrigin(LayerKind.None, Weir.Wire.SFlow.SampleType.RtFlow),
            KeyStatus.Experimental,
            "Field of a custom flow record.",
            (scoped ref SampleContext sample, int occurrence, out KeyValue value) =>
            {
                value = default;
                return occurrence == 0 && sample.FieldCount > 0 && TryFind(ref sample, wanted, out value);
            });
    }

    private static bool TryFind(scoped ref SampleContext sample, ReadOnlySpan<byte> wanted, out KeyValue value)
    {
        value = default;
        XdrReader reader = new(sample.Bytes);
        for (int i = 0; i < sample.FieldCount; i++)
        {
            if (!reader.TryReadOpaque(out ReadOnlySpan<byte> name) || !reader.TryReadUInt32(out uint type) || !TryReadValue(ref reader, type, out value))
            {
                value = default;
                return false;
            }

            if (name.SequenceEqual(wanted))
            {
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Reads one value: 0 string, 1 mac, 2 ip, 3 ip6, 4 int32, 5 int64, 6 float, 7 double.</summary>
    private static bool TryReadValue(scoped ref XdrReader reader, uint type, out KeyValue value)
    {
        value = default;
        int start = reader.Position + 4;
        switch (type)
        {
            case 0 when reader.TryReadOpaque(out ReadOnlySpan<byte> text):
                value = KeyValue.InSample(KeyForm.SampleBytes, start, text.Length);
                return true;
            case 1 when reader.TryReadMac(out MacAddress mac):
                value = KeyValue.Mac(mac.Value);
                return true;
            case 2 when reader.TryReadFixed(4, out ReadOnlySpan<byte> ip):
                value = KeyValue.Address(NetworkAddress.ReadV4(ip));
                return true;
            case 3 when reader.TryReadFixed(16, out ReadOnlySpan<byte> ip6):
                value = KeyValue.Address(NetworkAddress.ReadV6(ip6));
                return true;
            case 4 when reader.TryReadInt32(out int number):
                value = number < 0 ? KeyValue.Real(number) : KeyValue.Number((ulong)number);
                return true;
            case 5 when reader.TryReadUInt64(out ulong big):
                value = (long)big < 0 ? KeyValue.Real((long)big) : KeyValue.Number(big);
                return true;
            case 6 when reader.TryReadSingle(out float single):
                value = KeyValue.Real(single);
                return true;
            case 7 when reader.TryReadDouble(out double real):
                value = KeyValue.Real(real);
                return true;
            default:
                return false;
        }
    }
}
