using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>A memcached server, in the first layout (see memcache_counters 0:2204): counter record <c>memcached_counters</c> (sFlow v5, 0:2200).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// uptime(4) rusage_user(4) rusage_system(4) curr_connections(4) total_connections(4) connection_structures(4)
/// cmd_get(4) cmd_set(4) cmd_flush(4) get_hits(4) get_misses(4) delete_misses(4) delete_hits(4) incr_misses(4)
/// incr_hits(4) decr_misses(4) decr_hits(4) cas_misses(4) cas_hits(4) cas_badval(4) auth_cmds(4) auth_errors(4)
/// bytes_read(8) bytes_written(8) limit_maxbytes(4) accepting_conns(4) listen_disabled_num(4) threads(4)
/// conn_yields(4) bytes(8) curr_items(4) total_items(4) evictions(4)
/// </code>
/// </remarks>
public readonly record struct MemcachedCounters : IRecord<MemcachedCounters>
{
    /// <summary>Tag of the record: 0:2200.</summary>
    public const uint Tag = 2200;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 144;

    /// <summary>Seconds since the start.</summary>
    public uint Uptime { get; init; }

    /// <summary>Milliseconds of user time.</summary>
    public uint RusageUser { get; init; }

    /// <summary>Milliseconds of system time.</summary>
    public uint RusageSystem { get; init; }

    /// <summary>Statistic <c>curr_connections</c> of the memcached protocol.</summary>
    public uint CurrConnections { get; init; }

    /// <summary>Statistic <c>total_connections</c> of the memcached protocol.</summary>
    public uint TotalConnections { get; init; }

    /// <summary>Statistic <c>connection_structures</c> of the memcached protocol.</summary>
    public uint ConnectionStructures { get; init; }

    /// <summary>Statistic <c>cmd_get</c> of the memcached protocol.</summary>
    public uint CmdGet { get; init; }

    /// <summary>Statistic <c>cmd_set</c> of the memcached protocol.</summary>
    public uint CmdSet { get; init; }

    /// <summary>Statistic <c>cmd_flush</c> of the memcached protocol.</summary>
    public uint CmdFlush { get; init; }

    /// <summary>Statistic <c>get_hits</c> of the memcached protocol.</summary>
    public uint GetHits { get; init; }

    /// <summary>Statistic <c>get_misses</c> of the memcached protocol.</summary>
    public uint GetMisses { get; init; }

    /// <summary>Statistic <c>delete_misses</c> of the memcached protocol.</summary>
    public uint DeleteMisses { get; init; }

    /// <summary>Statistic <c>delete_hits</c> of the memcached protocol.</summary>
    public uint DeleteHits { get; init; }

    /// <summary>Statistic <c>incr_misses</c> of the memcached protocol.</summary>
    public uint IncrMisses { get; init; }

    /// <summary>Statistic <c>incr_hits</c> of the memcached protocol.</summary>
    public uint IncrHits { get; init; }

    /// <summary>Statistic <c>decr_misses</c> of the memcached protocol.</summary>
    public uint DecrMisses { get; init; }

    /// <summary>Statistic <c>decr_hits</c> of the memcached protocol.</summary>
    public uint DecrHits { get; init; }

    /// <summary>Statistic <c>cas_misses</c> of the memcached protocol.</summary>
    public uint CasMisses { get; init; }

    /// <summary>Statistic <c>cas_hits</c> of the memcached protocol.</summary>
    public uint CasHits { get; init; }

    /// <summary>Statistic <c>cas_badval</c> of the memcached protocol.</summary>
    public uint CasBadval { get; init; }

    /// <summary>Statistic <c>auth_cmds</c> of the memcached protocol.</summary>
    public uint AuthCmds { get; init; }

    /// <summary>Statistic <c>auth_errors</c> of the memcached protocol.</summary>
    public uint AuthErrors { get; init; }

    /// <summary>Bytes read from the network.</summary>
    public ulong BytesRead { get; init; }

    /// <summary>Bytes written to the network.</summary>
    public ulong BytesWritten { get; init; }

    /// <summary>Statistic <c>limit_maxbytes</c> of the memcached protocol.</summary>
    public uint LimitMaxbytes { get; init; }

    /// <summary>Statistic <c>accepting_conns</c> of the memcached protocol.</summary>
    public uint AcceptingConns { get; init; }

    /// <summary>Statistic <c>listen_disabled_num</c> of the memcached protocol.</summary>
    public uint ListenDisabledNum { get; init; }

    /// <summary>Statistic <c>threads</c> of the memcached protocol.</summary>
    public uint Threads { get; init; }

    /// <summary>Statistic <c>conn_yields</c> of the memcached protocol.</summary>
    public uint ConnYields { get; init; }

    /// <summary>Bytes stored.</summary>
    public ulong Bytes { get; init; }

    /// <summary>Statistic <c>curr_items</c> of the memcached protocol.</summary>
    public uint CurrItems { get; init; }

    /// <summary>Statistic <c>total_items</c> of the memcached protocol.</summary>
    public uint TotalItems { get; init; }

    /// <summary>Statistic <c>evictions</c> of the memcached protocol.</summary>
    public uint Evictions { get; init; }

    /// <inheritdoc/>
    static uint IRecord<MemcachedCounters>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out MemcachedCounters record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new MemcachedCounters
        {
            Uptime = XdrField.UInt32(body, 0),
            RusageUser = XdrField.UInt32(body, 4),
            RusageSystem = XdrField.UInt32(body, 8),
            CurrConnections = XdrField.UInt32(body, 12),
            TotalConnections = XdrField.UInt32(body, 16),
            ConnectionStructures = XdrField.UInt32(body, 20),
            CmdGet = XdrField.UInt32(body, 24),
            CmdSet = XdrField.UInt32(body, 28),
            CmdFlush = XdrField.UInt32(body, 32),
            GetHits = XdrField.UInt32(body, 36),
            GetMisses = XdrField.UInt32(body, 40),
            DeleteMisses = XdrField.UInt32(body, 44),
            DeleteHits = XdrField.UInt32(body, 48),
            IncrMisses = XdrField.UInt32(body, 52),
            IncrHits = XdrField.UInt32(body, 56),
            DecrMisses = XdrField.UInt32(body, 60),
            DecrHits = XdrField.UInt32(body, 64),
            CasMisses = XdrField.UInt32(body, 68),
            CasHits = XdrField.UInt32(body, 72),
            CasBadval = XdrField.UInt32(body, 76),
            AuthCmds = XdrField.UInt32(body, 80),
            AuthErrors = XdrField.UInt32(body, 84),
            BytesRead = XdrField.UInt64(body, 88),
            BytesWritten = XdrField.UInt64(body, 96),
            LimitMaxbytes = XdrField.UInt32(body, 104),
            AcceptingConns = XdrField.UInt32(body, 108),
            ListenDisabledNum = XdrField.UInt32(body, 112),
            Threads = XdrField.UInt32(body, 116),
            ConnYields = XdrField.UInt32(body, 120),
            Bytes = XdrField.UInt64(body, 124),
            CurrItems = XdrField.UInt32(body, 132),
            TotalItems = XdrField.UInt32(body, 136),
            Evictions = XdrField.UInt32(body, 140),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Uptime);
        writer.WriteUInt32(RusageUser);
        writer.WriteUInt32(RusageSystem);
        writer.WriteUInt32(CurrConnections);
        writer.WriteUInt32(TotalConnections);
        writer.WriteUInt32(ConnectionStructures);
        writer.WriteUInt32(CmdGet);
        writer.WriteUInt32(CmdSet);
        writer.WriteUInt32(CmdFlush);
        writer.WriteUInt32(GetHits);
        writer.WriteUInt32(GetMisses);
        writer.WriteUInt32(DeleteMisses);
        writer.WriteUInt32(DeleteHits);
        writer.WriteUInt32(IncrMisses);
        writer.WriteUInt32(IncrHits);
        writer.WriteUInt32(DecrMisses);
        writer.WriteUInt32(DecrHits);
        writer.WriteUInt32(CasMisses);
        writer.WriteUInt32(CasHits);
        writer.WriteUInt32(CasBadval);
        writer.WriteUInt32(AuthCmds);
        writer.WriteUInt32(AuthErrors);
        writer.WriteUInt64(BytesRead);
        writer.WriteUInt64(BytesWritten);
        writer.WriteUInt32(LimitMaxbytes);
        writer.WriteUInt32(AcceptingConns);
        writer.WriteUInt32(ListenDisabledNum);
        writer.WriteUInt32(Threads);
        writer.WriteUInt32(ConnYields);
        writer.WriteUInt64(Bytes);
        writer.WriteUInt32(CurrItems);
        writer.WriteUInt32(TotalItems);
        writer.WriteUInt32(Evictions);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("uptime", Uptime);
        json.WriteNumber("rusage_user", RusageUser);
        json.WriteNumber("rusage_system", RusageSystem);
        json.WriteNumber("curr_connections", CurrConnections);
        json.WriteNumber("total_connections", TotalConnections);
        json.WriteNumber("connection_structures", ConnectionStructures);
        json.WriteNumber("cmd_get", CmdGet);
        json.WriteNumber("cmd_set", CmdSet);
        json.WriteNumber("cmd_flush", CmdFlush);
        json.WriteNumber("get_hits", GetHits);
        json.WriteNumber("get_misses", GetMisses);
        json.WriteNumber("delete_misses", DeleteMisses);
        json.WriteNumber("delete_hits", DeleteHits);
        json.WriteNumber("incr_misses", IncrMisses);
        json.WriteNumber("incr_hits", IncrHits);
        json.WriteNumber("decr_misses", DecrMisses);
        json.WriteNumber("decr_hits", DecrHits);
        json.WriteNumber("cas_misses", CasMisses);
        json.WriteNumber("cas_hits", CasHits);
        json.WriteNumber("cas_badval", CasBadval);
        json.WriteNumber("auth_cmds", AuthCmds);
        json.WriteNumber("auth_errors", AuthErrors);
        json.WriteNumber("bytes_read", BytesRead);
        json.WriteNumber("bytes_written", BytesWritten);
        json.WriteNumber("limit_maxbytes", LimitMaxbytes);
        json.WriteNumber("accepting_conns", AcceptingConns);
        json.WriteNumber("listen_disabled_num", ListenDisabledNum);
        json.WriteNumber("threads", Threads);
        json.WriteNumber("conn_yields", ConnYields);
        json.WriteNumber("bytes", Bytes);
        json.WriteNumber("curr_items", CurrItems);
        json.WriteNumber("total_items", TotalItems);
        json.WriteNumber("evictions", Evictions);
    }
}
