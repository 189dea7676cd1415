using System.Globalization;
using System.Text.Json;

namespace Weir.Export.Spool;

/// <summary>Finds out what a spool holds: cuts what a crash left unfinished, remembers the newest ids, finds the next sequence.</summary>
internal static class SpoolRecovery
{
    private readonly record struct Found(string Path, long First, long CreatedMs, bool IsIntact);

    /// <summary>Opens what is in the folder; the caller holds the lock.</summary>
    /// <param name="options">Options.</param>
    /// <param name="environment">Disk, clock, log.</param>
    /// <param name="active">The segment to go on with; null when the next one is to be a new one.</param>
    /// <exception cref="IOException">The disk cannot be read, or a segment is of a newer version.</exception>
    public static SpoolState Open(SpoolOptions options, SpoolEnvironment environment, out SegmentWriter? active)
    {
        CursorBook cursors = CursorBook.Open(options.Directory, environment.Disk);
        try
        {
            return Open(options, environment, cursors, out active);
        }
        catch
        {
            // It is tried again every few seconds: nothing may stay open of an attempt that failed.
            cursors.Dispose();
            throw;
        }
    }

    private static SpoolState Open(SpoolOptions options, SpoolEnvironment environment, CursorBook cursors, out SegmentWriter? active)
    {
        List<Found> files = FindSegments(options.Directory);
        SpoolClock clock = new(environment.Time, files.Count == 0 ? 0 : files.Max(one => one.CreatedMs));
        SpoolState state = new(options, environment, cursors, clock);
        foreach (Found file in files)
        {
            state.Catalog.Add(new Segment(file.Path, file.First, file.CreatedMs) { Length = Math.Max(SegmentHeader.Size, new FileInfo(file.Path).Length) });
        }

        long last = ReadIds(state, files);
        active = files.Count > 0 ? Resume(state, files[^1]) : null;
        if (cursors.IsDamaged)
        {
            SpoolLog.CursorsDamaged(environment.Logger);
        }

        // A number that a reader has seen is never given again, even when its event is gone.
        state.Publish(Math.Max(last, cursors.Highest));
        SpoolLog.Opened(environment.Logger, options.Directory, state.Durable - state.First + 1);
        return state;
    }

    private static List<Found> FindSegments(string folder)
    {
        List<Found> files = [];
        foreach (string path in Directory.EnumerateFiles(folder, "*" + Segment.Extension).Order(StringComparer.Ordinal))
        {
            if (long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out long first) && first > 0)
            {
                files.Add(ReadHeader(path, first));
            }
        }

        return files;
    }

    private static Found ReadHeader(string path, long first)
    {
        using SegmentFile file = new(path);
        Span<byte> bytes = stackalloc byte[SegmentHeader.Size];
        int length = file.Read(0, bytes);
        bool isIntact = SegmentHeader.TryRead(bytes[..length], out SegmentHeader header, out int version);
        if (!isIntact && version > SegmentHeader.Version)
        {
            throw new IOException($"{path} has version {version}: it was written by a newer Weir and is left as it is");
        }

        return new Found(path, first, isIntact ? header.CreatedMs : 0, isIntact);
    }

    // The newest segments are read whole: as many as hold the ids to be remembered, and always the last one.
    private static long ReadIds(SpoolState state, List<Found> files)
    {
        long last = files.Count == 0 ? 0 : files[^1].First - 1;
        int start = files.Count - 1;
        while (start > 0 && last - files[start].First + 1 < state.Options.RememberedIds)
        {
            start--;
        }

        long from = files.Count == 0 ? 1 : files[Math.Max(0, start)].First;
        while (state.Catalog.TryFind(from, out Segment? segment, out long upper))
        {
            last = Math.Max(last, ReadSegment(state, segment!, upper));
            if (upper == long.MaxValue)
            {
                break;
            }

            from = upper;
        }

        return last;
    }

    private static long ReadSegment(SpoolState state, Segment segment, long upper)
    {
        using SegmentScanner scanner = new(new SegmentFile(segment.Path), segment.First);
        long last = 0;
        int placesBeforeEnd = 0;
        while (scanner.TryNext(segment.Length, upper, out long sequence, out ReadOnlySpan<byte> payload))
        {
            last = sequence;
            placesBeforeEnd = scanner.CorruptPlaces;
            if (TryGetId(payload, out ReadOnlySpan<byte> id))
            {
                state.Ids.TryAdd(id, sequence, out _);
            }
        }

        // What follows the last record of the newest segment is torn, not damaged.
        state.NoteCorrupt(segment, upper == long.MaxValue ? placesBeforeEnd : scanner.CorruptPlaces);
        if (upper == long.MaxValue)
        {
            segment.Length = scanner.ValidEnd;
        }

        return last;
    }

    // The id is the second member of what the codec writes.
    private static bool TryGetId(ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> id)
    {
        ReadOnlySpan<byte> begin = "{\"schema\":1,\"id\":\""u8;
        id = default;
        int end = payload.StartsWith(begin) ? payload[begin.Length..].IndexOfAny((byte)'"', (byte)'\\') : -1;
        if (end < 0)
        {
            return false;
        }

        if (payload[begin.Length + end] == (byte)'"')
        {
            id = payload.Slice(begin.Length, end);
            return id.Length is > 0 and <= Events.WeirEvent.MaxIdLength;
        }

        return TryGetEscapedId(payload, out id);
    }

    private static bool TryGetEscapedId(ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> id)
    {
        id = default;
        try
        {
            Utf8JsonReader reader = new(payload);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("id"u8))
                {
                    reader.Read();
                    byte[] text = new byte[reader.HasValueSequence ? 0 : reader.ValueSpan.Length];
                    id = text.AsSpan(0, reader.CopyString(text));
                    return id.Length is > 0 and <= Events.WeirEvent.MaxIdLength;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // An event that cannot be read has no id to remember.
        }

        return false;
    }

    // Cuts the torn end off and goes on behind it; whenever that is not possible, the next event begins a new segment.
    private static SegmentWriter? Resume(SpoolState state, Found newest)
    {
        Segment segment = state.Catalog.Newest!;
        long torn = new FileInfo(segment.Path).Length - segment.Length;
        if (torn < 0 || !newest.IsIntact)
        {
            return null;
        }

        try
        {
            SegmentWriter writer = SegmentWriter.Resume(state.Disk, segment);
            if (torn > 0)
            {
                Interlocked.Add(ref state.Counters.TornBytes, torn);
                SpoolLog.Torn(state.Logger, torn, segment.Path);
                writer.TryCut();
            }

            return writer;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            SpoolLog.Refuses(state.Logger, e.Message);
            return null;
        }
    }
}
