using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Load of a Java virtual machine: counter record <c>jvm_statistics</c> (sFlow v5, 0:2106).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// heap_initial(8) heap_used(8) heap_committed(8) heap_max(8) non_heap_initial(8) non_heap_used(8)
/// non_heap_committed(8) non_heap_max(8) gc_count(4) gc_time(4) classes_loaded(4) classes_total(4)
/// classes_unloaded(4) compilation_time(4) thread_num_live(4) thread_num_daemon(4) thread_num_started(4)
/// fd_open_count(4) fd_max_count(4)
/// </code>
/// </remarks>
public readonly record struct JvmStatistics : IRecord<JvmStatistics>
{
    /// <summary>Tag of the record: 0:2106.</summary>
    public const uint Tag = 2106;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 108;

    /// <summary>Bytes of heap asked for at the start.</summary>
    public ulong HeapInitial { get; init; }

    /// <summary>Bytes of heap in use.</summary>
    public ulong HeapUsed { get; init; }

    /// <summary>Bytes of heap committed.</summary>
    public ulong HeapCommitted { get; init; }

    /// <summary>Most bytes the heap may take.</summary>
    public ulong HeapMax { get; init; }

    /// <summary>Bytes outside the heap asked for at the start.</summary>
    public ulong NonHeapInitial { get; init; }

    /// <summary>Bytes outside the heap in use.</summary>
    public ulong NonHeapUsed { get; init; }

    /// <summary>Bytes outside the heap committed.</summary>
    public ulong NonHeapCommitted { get; init; }

    /// <summary>Most bytes that may be used outside the heap.</summary>
    public ulong NonHeapMax { get; init; }

    /// <summary>Garbage collections.</summary>
    public uint GcCount { get; init; }

    /// <summary>Milliseconds spent collecting.</summary>
    public uint GcTime { get; init; }

    /// <summary>Classes loaded now.</summary>
    public uint ClassesLoaded { get; init; }

    /// <summary>Classes loaded since the start.</summary>
    public uint ClassesTotal { get; init; }

    /// <summary>Classes unloaded since the start.</summary>
    public uint ClassesUnloaded { get; init; }

    /// <summary>Milliseconds spent compiling.</summary>
    public uint CompilationTime { get; init; }

    /// <summary>Live threads.</summary>
    public uint ThreadNumLive { get; init; }

    /// <summary>Live daemon threads.</summary>
    public uint ThreadNumDaemon { get; init; }

    /// <summary>Threads started.</summary>
    public uint ThreadNumStarted { get; init; }

    /// <summary>Open file descriptors.</summary>
    public uint FdOpenCount { get; init; }

    /// <summary>Most file descriptors that may be open.</summary>
    public uint FdMaxCount { get; init; }

    /// <inheritdoc/>
    static uint IRecord<JvmStatistics>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out JvmStatistics record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new JvmStatistics
        {
            HeapInitial = XdrField.UInt64(body, 0),
            HeapUsed = XdrField.UInt64(body, 8),
            HeapCommitted = XdrField.UInt64(body, 16),
            HeapMax = XdrField.UInt64(body, 24),
            NonHeapInitial = XdrField.UInt64(body, 32),
            NonHeapUsed = XdrField.UInt64(body, 40),
            NonHeapCommitted = XdrField.UInt64(body, 48),
            NonHeapMax = XdrField.UInt64(body, 56),
            GcCount = XdrField.UInt32(body, 64),
            GcTime = XdrField.UInt32(body, 68),
            ClassesLoaded = XdrField.UInt32(body, 72),
            ClassesTotal = XdrField.UInt32(body, 76),
            ClassesUnloaded = XdrField.UInt32(body, 80),
            CompilationTime = XdrField.UInt32(body, 84),
            ThreadNumLive = XdrField.UInt32(body, 88),
            ThreadNumDaemon = XdrField.UInt32(body, 92),
            ThreadNumStarted = XdrField.UInt32(body, 96),
            FdOpenCount = XdrField.UInt32(body, 100),
            FdMaxCount = XdrField.UInt32(body, 104),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt64(HeapInitial);
        writer.WriteUInt64(HeapUsed);
        writer.WriteUInt64(HeapCommitted);
        writer.WriteUInt64(HeapMax);
        writer.WriteUInt64(NonHeapInitial);
        writer.WriteUInt64(NonHeapUsed);
        writer.WriteUInt64(NonHeapCommitted);
        writer.WriteUInt64(NonHeapMax);
        writer.WriteUInt32(GcCount);
        writer.WriteUInt32(GcTime);
        writer.WriteUInt32(ClassesLoaded);
        writer.WriteUInt32(ClassesTotal);
        writer.WriteUInt32(ClassesUnloaded);
        writer.WriteUInt32(CompilationTime);
        writer.WriteUInt32(ThreadNumLive);
        writer.WriteUInt32(ThreadNumDaemon);
        writer.WriteUInt32(ThreadNumStarted);
        writer.WriteUInt32(FdOpenCount);
        writer.WriteUInt32(FdMaxCount);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("heap_initial", HeapInitial);
        json.WriteNumber("heap_used", HeapUsed);
        json.WriteNumber("heap_committed", HeapCommitted);
        json.WriteNumber("heap_max", HeapMax);
        json.WriteNumber("non_heap_initial", NonHeapInitial);
        json.WriteNumber("non_heap_used", NonHeapUsed);
        json.WriteNumber("non_heap_committed", NonHeapCommitted);
        json.WriteNumber("non_heap_max", NonHeapMax);
        json.WriteNumber("gc_count", GcCount);
        json.WriteNumber("gc_time", GcTime);
        json.WriteNumber("classes_loaded", ClassesLoaded);
        json.WriteNumber("classes_total", ClassesTotal);
        json.WriteNumber("classes_unloaded", ClassesUnloaded);
        json.WriteNumber("compilation_time", CompilationTime);
        json.WriteNumber("thread_num_live", ThreadNumLive);
        json.WriteNumber("thread_num_daemon", ThreadNumDaemon);
        json.WriteNumber("thread_num_started", ThreadNumStarted);
        json.WriteNumber("fd_open_count", FdOpenCount);
        json.WriteNumber("fd_max_count", FdMaxCount);
    }
}
