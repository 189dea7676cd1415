using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Analytics;
using Weir.Export.Events;

namespace Weir.Export.Delivery;

/// <summary>Events that a receiver will never take, with the reason: JSON lines in <c>NAME.dead.jsonl</c>, on disk before the event is done with.</summary>
/// <remarks>
/// Bounded: at half of its size the file becomes <c>NAME.dead.1.jsonl</c> in place of the one that had that name, whose lines are counted as dropped. The first line
/// of a file says how many were dropped before: <c>{"dropped":N}</c>. An event that is listed already (a crash came between the letter and the
/// cursor) is not listed again. Used by one worker; <see cref="Count"/> from any thread.
/// </remarks>
internal sealed class DeadLetterFile
{
    // Events that were listed in this run cannot come again unless the process dies: what is kept of them is bounded and may be forgotten.
    private const int MaxListed = 100_000;

    // A letter is a level around its event, whose fields are two more.
    private static readonly JsonDocumentOptions LetterOptions = new() { MaxDepth = EventLimits.MaxFieldDepth + 3 };
    private readonly string _path;
    private readonly string _older;
    private readonly string _resend;
    private readonly long _maxBytes;
    private readonly TimeProvider _time;

    // Those that may come again after a crash: listed, but behind the cursor as it was when the file was opened.
    private readonly HashSet<string> _listed = new(StringComparer.Ordinal);

    // Shared: written by the worker, read by whoever asks for health.
    private long _count;
    private long _dropped;
    private long _olderCount;

    /// <summary>Opens what there is.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public DeadLetterFile(string folder, string sink, long maxBytes, TimeProvider time, long committed)
    {
        _path = Path.Combine(folder, sink + ".dead.jsonl");
        _older = Path.Combine(folder, sink + ".dead.1.jsonl");
        _resend = Path.Combine(folder, sink + ".dead.resend.jsonl");
        _maxBytes = maxBytes;
        _time = time;
        _olderCount = Load(_older, committed);
        _count = _olderCount + Load(_path, committed);
    }

    /// <summary>Letters in the files.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Letters that the bound removed, ever.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>True when letters are to be sent once more and not all of them were.</summary>
    public bool ResendWaits => File.Exists(_resend);

    /// <summary>Lists events; returns when they are on disk.</summary>
    /// <exception cref="IOException">The disk refuses: none of them is listed.</exception>
    public void Add(IReadOnlyList<DeadLetter> letters, string sink)
    {
        List<DeadLetter> fresh = [.. letters.Where(l => l.Entry.Sequence == 0 || !_listed.Contains(KeyOf(l.Entry)))];
        if (fresh.Count == 0)
        {
            return;
        }

        if (new FileInfo(_path) is { Exists: true } file && file.Length > _maxBytes / 2)
        {
            Rotate();
        }

        using FileStream output = OpenAtEnd();
        long end = output.Position;
        try
        {
            output.Write(Lines(fresh, sink));
            output.Flush(flushToDisk: true);
        }
        catch (Exception)
        {
            // Half a list would be listed twice later.
            output.SetLength(end);
            throw;
        }

        Interlocked.Add(ref _count, fresh.Count);
        _listed.UnionWith(fresh.Where(l => l.Entry.Sequence > 0).Select(l => KeyOf(l.Entry)));
        if (_listed.Count > MaxListed)
        {
            _listed.Clear();
        }
    }

    /// <summary>Puts all letters aside to be sent once more.</summary>
    /// <returns>How many there are.</returns>
    /// <exception cref="IOException">The disk refuses.</exception>
    public long PrepareResend()
    {
        // Those that are under way already come first; an append that breaks off in the middle leaves a line that is skipped.
        using (FileStream output = new(_resend, FileMode.Append, FileAccess.Write, FileShare.Read))
        {
            foreach (string path in (string[])[_older, _path])
            {
                if (File.Exists(path))
                {
                    using FileStream input = File.OpenRead(path);
                    input.CopyTo(output);
                }
            }

            output.Flush(flushToDisk: true);
        }

        File.Delete(_older);
        File.Delete(_path);
        _olderCount = 0;
        return Interlocked.Exchange(ref _count, 0);
    }

    /// <summary>The letters that were put aside, oldest first; lines that are no letters are passed over.</summary>
    public IEnumerable<WeirEvent> ReadResend() => File.ReadLines(_resend).Select(TryRead).OfType<ListedLetter>().Select(letter => letter.Event);

    /// <summary>The newest letters, newest first. Safe from any thread; a letter may be missing while files change.</summary>
    public IReadOnlyList<ListedLetter> Newest(int limit)
    {
        Queue<ListedLetter> newest = new();
        foreach (string path in (string[])[_older, _path])
        {
            try
            {
                foreach (ListedLetter letter in File.ReadLines(path).Select(TryRead).OfType<ListedLetter>())
                {
                    newest.Enqueue(letter);
                    if (newest.Count > limit)
                    {
                        newest.Dequeue();
                    }
                }
            }
            catch (IOException)
            {
                // There is none, or it was put aside just now.
            }
        }

        return [.. newest.Reverse()];
    }

    /// <summary>All of them were sent.</summary>
    public void FinishResend() => File.Delete(_resend);

    private static string KeyOf(SinkEntry entry) => KeyOf(entry.Sequence, entry.Original.Id);

    private static string KeyOf(long sequence, string id) => FormattableString.Invariant($"{sequence} {id}");

    private static ListedLetter? TryRead(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line, LetterOptions);
            JsonElement letter = document.RootElement;
            byte[] json = Encoding.UTF8.GetBytes(letter.GetProperty("event").GetRawText());
            return EventJson.TryRead(json, out WeirEvent? item, new List<Diagnostic>())
                ? new ListedLetter(letter.GetProperty("sequence").GetInt64(), item!, letter.GetProperty("reason").GetString() ?? "", letter.GetProperty("time").GetDateTimeOffset().ToUnixTimeMilliseconds())
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            // The line of the dropped ones, or one that a crash or a full disk cut short.
            return null;
        }
    }

    private FileStream OpenAtEnd()
    {
        FileStream output = new(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        if (output.Length == 0)
        {
            output.Write(JsonSerializer.SerializeToUtf8Bytes(new { dropped = Dropped }));
            output.WriteByte((byte)'\n');
            return output;
        }

        // What a crash or a full disk cut short becomes a line of its own, which readers pass over.
        output.Seek(-1, SeekOrigin.End);
        if (output.ReadByte() != '\n')
        {
            output.WriteByte((byte)'\n');
        }

        return output;
    }

    private ReadOnlySpan<byte> Lines(List<DeadLetter> letters, string sink)
    {
        ArrayBufferWriter<byte> lines = new();
        foreach (DeadLetter letter in letters)
        {
            using Utf8JsonWriter writer = new(lines, EventJson.WriterOptions);
            writer.WriteStartObject();
            writer.WriteString("time", _time.GetUtcNow());
            writer.WriteString("sink", sink);
            writer.WriteNumber("sequence", letter.Entry.Sequence);
            writer.WriteString("reason", letter.Reason);
            writer.WritePropertyName("event");
            EventJson.Write(letter.Entry.Original, writer);
            writer.WriteEndObject();
            writer.Flush();
            lines.Write("\n"u8);
        }

        return lines.WrittenSpan;
    }

    private void Rotate()
    {
        Interlocked.Add(ref _dropped, _olderCount);
        long lines = Count - _olderCount;
        File.Move(_path, _older, overwrite: true);
        Interlocked.Add(ref _count, -_olderCount);
        _olderCount = lines;
    }

    private long Load(string path, long committed)
    {
        long letters = 0;
        foreach (string line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(line, LetterOptions);
                if (document.RootElement.TryGetProperty("dropped", out JsonElement dropped))
                {
                    _dropped = Math.Max(_dropped, dropped.GetInt64());
                    continue;
                }

                letters++;
                long sequence = document.RootElement.GetProperty("sequence").GetInt64();
                if (sequence > committed)
                {
                    _listed.Add(KeyOf(sequence, document.RootElement.GetProperty("event").GetProperty("id").GetString()!));
                }
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                // Not ours, or cut short: no letter.
            }
        }

        return letters;
    }
}
