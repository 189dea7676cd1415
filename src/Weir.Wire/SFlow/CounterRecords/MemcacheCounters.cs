using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>A memcache server: counter record <c>memcache_counters</c> (sFlow v5, 0:2204).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// cmd_set(4) cmd_touch(4) cmd_flush(4) get_hits(4) get_misses(4) delete_hits(4) delete_misses(4) incr_hits(4)
/// incr_misses(4) decr_hits(4) decr_misses(4) cas_hits(4) cas_misses(4) cas_badval(4) auth_cmds(4) auth_errors(4)
/// threads(4) conn_yields(4) listen_disabled_num(4) curr_connections(4) rejected_connections(4)
/// total_connections(4) connection_structures(4) evictions(4) reclaimed(4) curr_items(4) total_items(4)
/// bytes_read(8) bytes_written(8) bytes(8) limit_maxbytes(8)
/// </code>
/// </remarks>
public readonly record struct MemcacheCounters : IRecord<MemcacheCounters>
{
    /// <summary>Tag of the record: 0:2204.</summary>
    public const uint Tag = 2204;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 140;

    /// <summary>Statistic <c>cmd_set</c> of the memcached protocol.</summary>
    public uint CmdSet { get; init; }

    /// <summary>Statistic <c>cmd_touch</c> of the memcached protocol.</summary>
    public uint CmdTouch { get; init; }

    /// <summary>Statistic <c>cmd_flush</c> of the memcached protocol.</summary>
    public uint CmdFlush { get; init; }

    /// <summary>Statistic <c>get_hits</c> of the memcached protocol.</summary>
    public uint GetHits { get; init; }

    /// <summary>Statistic <c>get_misses</c> of the memcached protocol.</summary>
    public uint GetMisses { get; init; }

    /// <summary>Statistic <c>delete_hits</c> of the memcached protocol.</summary>
    public uint DeleteHits { get; init; }

    /// <summary>Statistic <c>delete_misses</c> of the memcached protocol.</summary>
    public uint DeleteMisses { get; init; }

    /// <summary>Statistic <c>incr_hits</c> of the memcached protocol.</summary>
    public uint IncrHits { get; init; }

    /// <summary>Statistic <c>incr_misses</c> of the memcached protocol.</summary>
    public uint IncrMisses { get; init; }

    /// <summary>Statistic <c>decr_hits</c> of the memcached protocol.</summary>
    public uint DecrHits { get; init; }

    /// <summary>Statistic <c>decr_misses</c> of the memcached protocol.</summary>
    public uint DecrMisses { get; init; }

    /// <summary>Statistic <c>cas_hits</c> of the memcached protocol.</summary>
    public uint CasHits { get; init; }

    /// <summary>Statistic <c>cas_misses</c> of the memcached protocol.</summary>
    public uint CasMisses { get; init; }

    /// <summary>Statistic <c>cas_badval</c> of the memcached protocol.</summary>
    public uint CasBadval { get; init; }

    /// <summary>Statistic <c>auth_cmds</c> of the memcached protocol.</summary>
    public uint AuthCmds { get; init; }

    /// <summary>Statistic <c>auth_errors</c> of the memcached protocol.</summary>
    public uint AuthErrors { get; init; }

    /// <summary>Statistic <c>threads</c> of the memcached protocol.</summary>
    public uint Threads { get; init; }

    /// <summary>Statistic <c>conn_yields</c> of the memcached protocol.</summary>
    public uint ConnYields { get; init; }

    /// <summary>Statistic <c>listen_disabled_num</c> of the memcached protocol.</summary>
    public uint ListenDisabledNum { get; init; }

    /// <summary>Statistic <c>curr_connections</c> of the memcached protocol.</summary>
    public uint CurrConnections { get; init; }

    /// <summary>Statistic <c>rejected_connections</c> of the memcached protocol.</summary>
    public uint RejectedConnections { get; init; }

    /// <summary>Statistic <c>total_connections</c> of the memcached protocol.</summary>
    public uint TotalConnections { get; init; }

    /// <summary>Statistic <c>connection_structures</c> of the memcached protocol.</summary>
    public uint ConnectionStructures { get; init; }

    /// <summary>Statistic <c>evictions</c> of the memcached protocol.</summary>
    public uint Evictions { get; init; }

    /// <summary>Statistic <c>reclaimed</c> of the memcached protocol.</summary>
    public uint Reclaimed { get; init; }

    /// <summary>Statistic <c>curr_items</c> of the memcached protocol.</summary>
    public uint CurrItems { get; init; }

    /// <summary>Statistic <c>total_items</c> of the memcached protocol.</summary>
    public uint TotalItems { get; init; }

    /// <summary>Bytes read from the network.</summary>
    public ulong BytesRead { get; init; }

    /// <summary>Bytes written to the network.</summary>
    public ulong BytesWritten { get; init; }

    /// <summary>Bytes stored.</summary>
    public ulong Bytes { get; init; }

    /// <summary>Most bytes that may be stored.</summary>
    public ulong LimitMaxbytes { get; init; }

    /// <inheritdoc/>
    static uint IRecord<MemcacheCounters>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out MemcacheCounters record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new MemcacheCounters
        {
            CmdSet = XdrField.UInt32(body, 0),
            CmdTouch = XdrField.UInt32(body, 4),
            CmdFlush = XdrField.UInt32(body, 8),
            GetHits = XdrField.UInt32(body, 12),
            GetMisses = XdrField.UInt32(body, 16),
            DeleteHits = XdrField.UInt32(body, 20),
            DeleteMisses = XdrField.UInt32(body, 24),
            IncrHits = XdrField.UInt32(body, 28),
            IncrMisses = XdrField.UInt32(body, 32),
            DecrHits = XdrField.UInt32(body, 36),
            DecrMisses = XdrField.UInt32(body, 40),
            CasHits = XdrField.UInt32(body, 44),
            CasMisses = XdrField.UInt32(body, 48),
            CasBadval = XdrField.UInt32(body, 52),
            AuthCmds = XdrField.UInt32(body, 56),
            AuthErrors = XdrField.UInt32(body, 60),
            Threads = XdrField.UInt32(body, 64),
            ConnYields = XdrField.UInt32(body, 68),
            ListenDisabledNum = XdrField.UInt32(body, 72),
            CurrConnections = XdrField.UInt32(body, 76),
            RejectedConnections = XdrField.UInt32(body, 80),
            TotalConnections = XdrField.UInt32(body, 84),
            ConnectionStructures = XdrField.UInt32(body, 88),
            Evictions = XdrField.UInt32(body, 92),
            Reclaimed = XdrField.UInt32(body, 96),
            CurrItems = XdrField.UInt32(body, 100),
            TotalItems = XdrField.UInt32(body, 104),
            BytesRead = XdrField.UInt64(body, 108),
            BytesWritten = XdrField.UInt64(body, 116),
            Bytes = XdrField.UInt64(body, 124),
            LimitMaxbytes = XdrField.UInt64(body, 132),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(CmdSet);
        writer.WriteUInt32(CmdTouch);
        writer.WriteUInt32(CmdFlush);
        writer.WriteUInt32(GetHits);
        writer.WriteUInt32(GetMisses);
        writer.WriteUInt32(DeleteHits);
        writer.WriteUInt32(DeleteMisses);
        writer.WriteUInt32(IncrHits);
        writer.WriteUInt32(IncrMisses);
        writer.WriteUInt32(DecrHits);
        writer.WriteUInt32(DecrMisses);
        writer.WriteUInt32(CasHits);
        writer.WriteUInt32(CasMisses);
        writer.WriteUInt32(CasBadval);
        writer.WriteUInt32(AuthCmds);
        writer.WriteUInt32(AuthErrors);
        writer.WriteUInt32(Threads);
        writer.WriteUInt32(ConnYields);
        writer.WriteUInt32(ListenDisabledNum);
        writer.WriteUInt32(CurrConnections);
        writer.WriteUInt32(RejectedConnections);
        writer.WriteUInt32(TotalConnections);
        writer.WriteUInt32(ConnectionStructures);
        writer.WriteUInt32(Evictions);
        writer.WriteUInt32(Reclaimed);
        writer.WriteUInt32(CurrItems);
        writer.WriteUInt32(TotalItems);
        writer.WriteUInt64(BytesRead);
        writer.WriteUInt64(BytesWritten);
        writer.WriteUInt64(Bytes);
        writer.WriteUInt64(LimitMaxbytes);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("cmd_set", CmdSet);
        json.WriteNumber("cmd_touch", CmdTouch);
        json.WriteNumber("cmd_flush", CmdFlush);
        json.WriteNumber("get_hits", GetHits);
        json.WriteNumber("get_misses", GetMisses);
        json.WriteNumber("delete_hits", DeleteHits);
        json.WriteNumber("delete_misses", DeleteMisses);
        json.WriteNumber("incr_hits", IncrHits);
        json.WriteNumber("incr_misses", IncrMisses);
        json.WriteNumber("decr_hits", DecrHits);
        json.WriteNumber("decr_misses", DecrMisses);
        json.WriteNumber("cas_hits", CasHits);
        json.WriteNumber("cas_misses", CasMisses);
        json.WriteNumber("cas_badval", CasBadval);
        json.WriteNumber("auth_cmds", AuthCmds);
        json.WriteNumber("auth_errors", AuthErrors);
        json.WriteNumber("threads", Threads);
        json.WriteNumber("conn_yields", ConnYields);
        json.WriteNumber("listen_disabled_num", ListenDisabledNum);
        json.WriteNumber("curr_connections", CurrConnections);
        json.WriteNumber("rejected_connections", RejectedConnections);
        json.WriteNumber("total_connections", TotalConnections);
        json.WriteNumber("connection_structures", ConnectionStructures);
        json.WriteNumber("evictions", Evictions);
        json.WriteNumber("reclaimed", Reclaimed);
        json.WriteNumber("curr_items", CurrItems);
        json.WriteNumber("total_items", TotalItems);
        json.WriteNumber("bytes_read", BytesRead);
        json.WriteNumber("bytes_written", BytesWritten);
        json.WriteNumber("bytes", Bytes);
        json.WriteNumber("limit_maxbytes", LimitMaxbytes);
    }
}
