using System.Buffers.Binary;
using System.Text;
using Weir.Testing.Packets;
using Weir.Testing.Records;
using Weir.Wire;
using Weir.Wire.Packets;
using Weir.Wire.SFlow;
using Weir.Wire.SFlow.FlowRecords;

namespace Weir.Testing.Fuzz;

/// <summary>Valid datagrams of every sample type with every structure, made from random values.</summary>
public static class DatagramSeeds
{
    /// <summary>Makes a datagram of 1 to 5 samples.</summary>
    /// <param name="random">Where the values come from.</param>
    /// <param name="mostSamples">The most samples there may be.</param>
    public static byte[] Create(Random random, int mostSamples = 5)
    {
        ArgumentNullException.ThrowIfNull(random);
        byte[] buffer = new byte[16384];
        NetworkAddress agent = random.Next(3) switch
        {
            0 => default,
            1 => NetworkAddress.FromV4((uint)random.NextInt64(1L << 32)),
            _ => new NetworkAddress((ulong)random.NextInt64(), (ulong)random.NextInt64(), NetworkFamily.V6),
        };
        DatagramWriter writer = new(buffer, agent, (uint)random.Next(4), (uint)random.Next(), (uint)random.Next());
        for (int i = random.Next(1, mostSamples + 1); i > 0; i--)
        {
            AddSample(ref writer, random);
        }

        return writer.Finish().ToArray();
    }

    /// <summary>Makes a datagram of flow samples whose sampled headers are packets.</summary>
    public static byte[] CreateFlows(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        DatagramWriter writer = new(new byte[16384], NetworkAddress.FromV4(1), 0, (uint)random.Next(), (uint)random.Next());
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            writer.BeginFlowSample(new FlowSampleHeader { SamplingRate = 10, Input = new InterfaceId(InterfaceFormat.Single, 1) }, expanded: random.Next(2) == 0);
            ReadOnlySpan<byte> packet = PacketSeeds.Create(random, out HeaderProtocol protocol);
            writer.Write(new SampledHeader { Protocol = protocol, FrameLength = (uint)packet.Length, Header = packet });
            AddRecords(ref writer, random, RecordKind.Flow);
            writer.EndSample();
        }

        return writer.Finish().ToArray();
    }

    /// <summary>Offsets of the words that steer a reader of a valid datagram.</summary>
    public static List<int> FindWords(byte[] datagram)
    {
        List<int> words = [0, 4];
        int position = 4 + (int)Word(datagram, 4) switch { 1 => 8, 2 => 20, _ => 4 } + 12;
        words.Add(position);
        position += 4;
        while (position + 8 <= datagram.Length)
        {
            words.Add(position);
            words.Add(position + 4);
            int length = (int)Word(datagram, position + 4);
            AddRecordWords(datagram, words, position + 8, length, (int)Word(datagram, position));
            position += 8 + length;
        }

        return words;
    }

    private static void AddRecordWords(byte[] datagram, List<int> words, int start, int length, int type)
    {
        int count = start + type switch { 1 => 28, 2 => 8, 3 => 40, 4 => 12, 5 => 28, _ => 0 };
        words.Add(count);
        int position = count + 4;
        while (position + 8 <= start + length)
        {
            words.Add(position);
            words.Add(position + 4);
            words.Add(position + 8);
            position += 8 + (((int)Math.Min(Word(datagram, position + 4), 65536) + 3) & ~3);
        }
    }

    private static uint Word(byte[] bytes, int offset) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(offset));

    private static void AddSample(ref DatagramWriter writer, Random random)
    {
        DataSource source = new((uint)random.Next(4), (uint)random.Next(1 << 24));
        switch (random.Next(7))
        {
            case 0 or 1:
                FlowSampleHeader header = new()
                {
                    Sequence = (uint)random.Next(),
                    Source = source,
                    SamplingRate = (uint)random.Next(100_000),
                    SamplePool = (uint)random.Next(),
                    Input = new InterfaceId((InterfaceFormat)random.Next(3), (uint)random.Next(1 << 30)),
                    Output = new InterfaceId((InterfaceFormat)random.Next(3), (uint)random.Next(1 << 30)),
                };
                writer.BeginFlowSample(header, expanded: random.Next(2) == 0);
                AddRecords(ref writer, random, RecordKind.Flow);
                break;
            case 2 or 3:
                writer.BeginCounterSample((uint)random.Next(), source, expanded: random.Next(2) == 0);
                AddRecords(ref writer, random, RecordKind.Counter);
                break;
            case 4:
                writer.BeginDiscardedPacket(new DiscardedPacketHeader { Source = source, Reason = (uint)random.Next(380) });
                AddRecords(ref writer, random, RecordKind.Flow);
                break;
            case 5:
                writer.BeginRtMetric("rack"u8);
                AddFields(ref writer, random, RtFieldType.Counter32, RtFieldType.GaugeDouble);
                break;
            default:
                writer.BeginRtFlow("taxi"u8, 10, 100);
                AddFields(ref writer, random, RtFieldType.Mac, RtFieldType.Double);
                break;
        }

        writer.EndSample();
    }

    private static void AddRecords(ref DatagramWriter writer, Random random, RecordKind kind)
    {
        IReadOnlyList<RecordLayout> layouts = RecordLayouts.Of(kind);
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            RecordLayout layout = layouts[random.Next(layouts.Count)];
            writer.WriteRaw(layout.Tag, layout.CreateBody(random).Bytes);
        }
    }

    private static void AddFields(ref DatagramWriter writer, Random random, RtFieldType first, RtFieldType last)
    {
        byte[] value = new byte[16];
        for (int i = random.Next(5); i > 0; i--)
        {
            RtFieldType type = random.Next(4) == 0 ? RtFieldType.Text : (RtFieldType)random.Next((int)first, (int)last + 1);
            random.NextBytes(value);
            writer.WriteField(new RtField { Name = Encoding.UTF8.GetBytes($"field{i}"), Type = type, Value = value.AsSpan(0, SizeOf(type)) });
        }
    }

    /// <summary>Bytes of a value on the wire, without padding.</summary>
    private static int SizeOf(RtFieldType type) => type switch
    {
        RtFieldType.Mac => 6,
        RtFieldType.Ip6 => 16,
        RtFieldType.Counter64 or RtFieldType.Gauge64 or RtFieldType.GaugeDouble or RtFieldType.Int64 or RtFieldType.Double => 8,
        _ => 4,
    };
}
