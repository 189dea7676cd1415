using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Weir.Export.Spool;

namespace Weir.Export.Delivery;

/// <summary>What one sink was doing last: which events went out together, and how far it had come.</summary>
/// <remarks>
/// The spool writes places of readers to disk now and then. The mark is written in place before each request and after each word of the receiver, without
/// a sync: it survives the death of the process, so that after a crash only the request that was under way is sent again, with the same events in
/// it (receivers that know a request by a key would take another division of them for new ones). After a power cut the mark may be an older one, which
/// costs no event. It is believed only when the event that it names lies in the spool. Layout, little endian, 8 bytes each: first and last
/// sequence of the request, last sequence done with, sequence and hash of an event that was settled, all xored.
/// </remarks>
internal sealed class BatchMark : IDisposable
{
    private const int Words = 6;

    private readonly SafeFileHandle _file;
    private readonly long[] _words = new long[Words];

    /// <summary>Opens or creates the file.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public BatchMark(string path)
    {
        _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        Span<byte> bytes = stackalloc byte[Words * sizeof(long)];
        if (RandomAccess.Read(_file, bytes, 0) == bytes.Length)
        {
            for (int i = 0; i < Words; i++)
            {
                _words[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(i * sizeof(long))..]);
            }
        }

        if (Xored() != _words[^1])
        {
            Array.Clear(_words);
        }
    }

    /// <summary>Last sequence of the request that may have been under way, given what is done with; 0 when none was.</summary>
    public long LastUnderWay(long committed) => _words[0] > committed ? _words[1] : 0;

    /// <summary>Moves a reader to where the sink had come, when its place on disk is an older one.</summary>
    public void CatchUp(ISpoolReader reader, IEventSpool spool)
    {
        (long done, long sequence, long hash) = (_words[2], _words[3], _words[4]);
        if (done <= reader.Committed || sequence <= 0)
        {
            return;
        }

        // Sequences begin again when somebody removes the spool's files; another event in that place gives the mark away.
        IReadOnlyList<SpooledEvent> named = spool.Peek(sequence, 1);
        if (named.Count == 1 && named[0].Sequence == sequence && HashOf(named[0].Event.Id) == hash)
        {
            reader.Commit(done);
            reader.Rewind();
        }
    }

    /// <summary>Notes a request before it is sent.</summary>
    public void Begin(long first, long last)
    {
        if (first != _words[0] || last != _words[1])
        {
            (_words[0], _words[1]) = (first, last);
            Write();
        }
    }

    /// <summary>Notes that everything to that sequence is done with.</summary>
    /// <param name="done">The sequence.</param>
    /// <param name="sequence">Sequence of an event that was settled.</param>
    /// <param name="id">Its id.</param>
    public void Done(long done, long sequence, string id)
    {
        (_words[2], _words[3], _words[4]) = (done, sequence, HashOf(id));
        Write();
    }

    public void Dispose() => _file.Dispose();

    private static long HashOf(string id) => BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    private long Xored() => _words[0] ^ _words[1] ^ _words[2] ^ _words[3] ^ _words[4];

    private void Write()
    {
        _words[^1] = Xored();
        Span<byte> bytes = stackalloc byte[Words * sizeof(long)];
        for (int i = 0; i < Words; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes[(i * sizeof(long))..], _words[i]);
        }

        try
        {
            RandomAccess.Write(_file, bytes, 0);
        }
        catch (IOException)
        {
            // The events themselves are safe in the spool; only what a crash would repeat grows.
        }
    }
}
