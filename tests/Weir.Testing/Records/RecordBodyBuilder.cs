using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;

namespace Weir.Testing.Records;

/// <summary>Encodes XDR items the slow and obvious way, and notes what their values are.</summary>
internal sealed class RecordBodyBuilder
{
    private readonly Random _random;
    private readonly List<byte> _bytes = new();
    private readonly List<string> _values = [];
    private readonly List<int> _counts = [];
    private bool _nested;

    public RecordBodyBuilder(Random random)
    {
        _random = random;
    }

    public RecordBody Build() => new(_bytes.ToArray(), _nested ? null : _values, _counts);

    public void Add(string item)
    {
        switch (item)
        {
            case "u4":
                AddNumber(Word());
                break;
            case "i4":
                int number = unchecked((int)Word());
                Append(unchecked((uint)number));
                Note(number);
                break;
            case "u8":
                AddLong();
                break;
            case "f4":
                float real = _random.Next(-4000, 4000) / 4f;
                Append(BitConverter.SingleToUInt32Bits(real));
                Note(real);
                break;
            case "mac":
                byte[] mac = Random(6);
                _bytes.AddRange(mac);
                _bytes.AddRange(new byte[2]);
                _values.Add(Convert.ToHexString(mac));
                break;
            case "ip4" or "ip6":
                AddAddress(item == "ip4" ? 4 : 16);
                break;
            case "uuid":
                byte[] uuid = Random(16);
                _bytes.AddRange(uuid);
                _values.Add(new Guid(uuid, bigEndian: true).ToString());
                break;
            case "lacp":
                byte[] states = Random(4);
                _bytes.AddRange(states);
                _values.AddRange(states.Select(s => s.ToString(CultureInfo.InvariantCulture)));
                break;
            default:
                AddVariable(item);
                break;
        }
    }

    private void AddVariable(string item)
    {
        switch (item)
        {
            case "ds":
                uint sourceClass = (uint)_random.Next(4);
                uint index = Word();
                Append(sourceClass);
                Append(index);
                _values.Add(sourceClass == 0 ? $"{index}" : $"{sourceClass}.{index}");
                break;
            case "addr":
                int family = _random.Next(3);
                Append((uint)family);
                AddUnion(family);
                break;
            case "str":
                _values.Add(Encoding.UTF8.GetString(AddOpaque(printable: true)));
                break;
            case "op":
                _values.Add(Convert.ToHexStringLower(AddOpaque(printable: false)));
                break;
            case "u4s":
                AddList(() => AddNumber(Word()));
                break;
            case "path":
                AddList(() =>
                {
                    AddNumber((uint)_random.Next(1, 3));
                    AddList(() => AddNumber(Word()));
                });
                break;
            case "lanes":
                AddList(() => Repeat(10, () => AddNumber(Word())));
                break;
            case "adapters":
                AddList(() =>
                {
                    AddNumber(Word());
                    AddList(() => Add("mac"));
                });
                break;
            case "pdus":
                _nested = true;
                AddList(() => AddList(() =>
                {
                    Append((uint)_random.Next(1, 3000));
                    AddOpaque(printable: false);
                }));
                break;
            default:
                throw new ArgumentException($"Layout item '{item}' is not known.");
        }
    }

    private void AddUnion(int family)
    {
        if (family == 0)
        {
            _values.Add("null");
        }
        else
        {
            AddAddress(family == 1 ? 4 : 16);
        }
    }

    private void AddAddress(int length)
    {
        byte[] address = Random(length);
        _bytes.AddRange(address);
        _values.Add(new IPAddress(address).ToString());
    }

    private void AddLong()
    {
        byte[] bytes = _random.Next(4) == 0 ? Enumerable.Repeat((byte)0xff, 8).ToArray() : Random(8);
        _bytes.AddRange(bytes);
        Note(BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }

    private void AddNumber(uint value)
    {
        Append(value);
        Note(value);
    }

    private byte[] AddOpaque(bool printable)
    {
        byte[] bytes = Random(_random.Next(24));
        if (printable)
        {
            bytes = [.. bytes.Select(b => (byte)(32 + (b % 95)))];
        }

        _counts.Add(_bytes.Count);
        Append((uint)bytes.Length);
        _bytes.AddRange(bytes);
        _bytes.AddRange(new byte[((bytes.Length + 3) & ~3) - bytes.Length]);
        return bytes;
    }

    private void AddList(Action addOne)
    {
        int count = _random.Next(4);
        _counts.Add(_bytes.Count);
        Append((uint)count);
        Repeat(count, addOne);
    }

    private static void Repeat(int count, Action action)
    {
        for (int i = 0; i < count; i++)
        {
            action();
        }
    }

    private void Append(uint value)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(word, value);
        _bytes.AddRange(word);
    }

    private void Note(IFormattable value) => _values.Add(value.ToString(null, CultureInfo.InvariantCulture));

    /// <summary>A number, or all ones in one of four cases: that is how an agent says "unknown".</summary>
    private uint Word() => _random.Next(4) == 0 ? uint.MaxValue : (uint)_random.NextInt64(1L << 32);

    private byte[] Random(int length)
    {
        byte[] bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }
}
