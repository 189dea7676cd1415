using Weir.Wire;

namespace Weir.Ingest.Captures;

/// <summary>Every sFlow datagram of a capture in one block of memory, for measurements in which the disk has no part.</summary>
public sealed class MemoryCapture
{
    private readonly byte[] _bytes;
    private readonly Entry[] _entries;

    private MemoryCapture(byte[] bytes, Entry[] entries)
    {
        _bytes = bytes;
        _entries = entries;
    }

    /// <summary>Number of datagrams.</summary>
    public int Count => _entries.Length;

    /// <summary>Payload bytes in all.</summary>
    public long Bytes => _entries.Sum(e => (long)e.Length);

    /// <summary>Loads a file.</summary>
    /// <exception cref="IngestException">It cannot be read, or does not fit into 2 GB.</exception>
    public static MemoryCapture Load(string path, CaptureOptions options)
    {
        using CaptureReader reader = CaptureReader.Open(path, options);
        long size = new FileInfo(path).Length;
        if (size > Array.MaxLength)
        {
            throw new IngestException($"Capture {path} has {size} bytes; only {Array.MaxLength} can be held in memory");
        }

        byte[] bytes = new byte[size];
        List<Entry> entries = [];
        int used = 0;
        long timeUs = 0;
        while (reader.TryRead(out CaptureDatagram datagram))
        {
            timeUs = Math.Max(timeUs, datagram.TimeUs);
            datagram.Payload.CopyTo(bytes.AsSpan(used));
            entries.Add(new Entry(used, datagram.Payload.Length, timeUs, datagram.Source));
            used += datagram.Payload.Length;
        }

        return new MemoryCapture(bytes, [.. entries]);
    }

    /// <summary>Payload of a datagram.</summary>
    public ReadOnlySpan<byte> Payload(int index) => _bytes.AsSpan(_entries[index].Offset, _entries[index].Length);

    /// <summary>Capture time of a datagram in microseconds since the epoch; never below that of the one before.</summary>
    public long TimeUs(int index) => _entries[index].TimeUs;

    /// <summary>IP source of a datagram.</summary>
    public NetworkAddress Source(int index) => _entries[index].Source;

    private readonly record struct Entry(int Offset, int Length, long TimeUs, NetworkAddress Source);
}
