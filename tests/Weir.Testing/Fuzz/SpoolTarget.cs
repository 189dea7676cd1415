using Weir.Analytics;
using Weir.Export.Events;
using Weir.Export.Spool;

namespace Weir.Testing.Fuzz;

/// <summary>Reads damaged segments, cursor files and events of the spool.</summary>
public sealed class SpoolTarget : IFuzzTarget
{
    private static readonly string[] Services = ["weir", "ddos-protect", "é\"\\\n"];
    private readonly List<Diagnostic> _problems = [];

    public string Name => "spool";

    public byte[] CreateSeed(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        List<byte> bytes = [];
        int first = random.Next(1, 5);
        for (int i = 0; i < first; i++)
        {
            bytes.AddRange(Record(random, i + 1));
        }

        return [.. bytes, .. CursorText.Write(random.Next(100), [new("loki", new ReaderPlace(random.Next(100), 0, 0))])];
    }

    public IReadOnlyList<int> FindWords(byte[] input)
    {
        List<int> words = [];
        for (int at = input.AsSpan().IndexOf(SpoolRecord.Marker); at >= 0;)
        {
            words.AddRange([at, at + 4, at + 8, at + 12, at + 16]);
            int next = input.AsSpan(at + 4).IndexOf(SpoolRecord.Marker);
            at = next < 0 ? -1 : at + 4 + next;
        }

        return words;
    }

    /// <summary>The events that were read and what is said about those that could not be; nothing that a length claims.</summary>
    public long AllocationLimit(int inputLength) => 100_000 + (40L * inputLength);

    public void Run(ReadOnlySpan<byte> input)
    {
        using SegmentScanner scanner = new(new Memory(input.ToArray()), 1);
        long last = 0;
        long bytes = 0;
        long limit = SegmentHeader.Size + input.Length;
        while (scanner.TryNext(limit, long.MaxValue, out long sequence, out ReadOnlySpan<byte> payload))
        {
            bytes += payload.Length + SpoolRecord.HeaderSize;
            if (sequence <= last || payload.IsEmpty || payload.Length > EventLimits.MaxEventBytes)
            {
                throw new FuzzException($"record {sequence} behind {last}");
            }

            last = sequence;
            ReadEvent(payload);
        }

        if (bytes + scanner.CorruptBytes > input.Length || scanner.ValidEnd > limit)
        {
            throw new FuzzException("more came out than went in");
        }

        ReadEvent(input);
        CursorText.TryRead(input, out _, out _);
    }

    private void ReadEvent(ReadOnlySpan<byte> json)
    {
        _problems.Clear();
        bool isRead = EventJson.TryRead(json, out WeirEvent? item, _problems);
        if (isRead != item is not null || isRead != (_problems.Count == 0) || (isRead && !EventRules.Check(item!, _problems)))
        {
            throw new FuzzException("an event that breaks the rules was read, or one was refused without a word");
        }
    }

    private static byte[] Record(Random random, long sequence)
    {
        WeirEvent item = new()
        {
            Id = $"id-{sequence}",
            TimeNs = random.NextInt64(long.MaxValue / 2),
            Kind = EventKinds.Threshold,
            Service = Services[random.Next(Services.Length)],
            Message = new string('m', random.Next(60)),
            Fields = [new("n", FieldValue.Of(random.NextDouble() * 1e9)), new("s", FieldValue.Of("x")), new("i", FieldValue.Of(sequence))],
        };
        byte[] json = EventJson.ToBytes(item);
        byte[] record = new byte[SpoolRecord.HeaderSize + json.Length];
        json.CopyTo(record, SpoolRecord.HeaderSize);
        SpoolRecord.Seal(record, sequence);
        return record;
    }

    // The bytes of a segment behind its header.
    private sealed class Memory(byte[] bytes) : ISegmentBytes
    {
        public int Read(long offset, Span<byte> into)
        {
            long from = offset - SegmentHeader.Size;
            int count = (int)Math.Clamp(bytes.Length - from, 0, into.Length);
            bytes.AsSpan((int)Math.Min(from, bytes.Length), count).CopyTo(into);
            return count;
        }

        public void Dispose()
        {
        }
    }
}
