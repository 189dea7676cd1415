using System.Runtime.InteropServices;
using Weir.Analytics.Agents;
using Weir.Analytics.Flows.Tables;

namespace Weir.Analytics.Counters;

/// <summary>A data source's place in the <see cref="RecordTable"/> of a structure of fixed layout.</summary>
/// <remarks>The last two records are kept as they came, and values are computed when somebody asks: most are never looked at.</remarks>
internal sealed class RecordBlock : MetricBlock
{
    private readonly RecordChunk _chunk;
    private readonly byte[] _bytes;
    private readonly int _row;

    /// <summary>Takes a place.</summary>
    public RecordBlock(RecordTable table, DataSourceState owner)
        : base(table)
    {
        _chunk = table.ChunkWithRoom();
        _bytes = _chunk.Bytes;
        _row = _chunk.Take(owner);
    }

    /// <inheritdoc/>
    public override long TimeUs => Head.TimeUs;

    /// <inheritdoc/>
    public override MetricValue this[int slot] => RecordTable.Record(_chunk, _row).Value(slot);

    private Span<byte> Place => _bytes.AsSpan(_row * Table.Stride, Table.Stride);

    private ref RecordHead Head => ref MemoryMarshal.AsRef<RecordHead>(Place);

    /// <inheritdoc/>
    public override void Prepare()
    {
        Prefetch.Object(_bytes, 1);
        Prefetch.Bytes(Place);
    }

    /// <inheritdoc/>
    public override void MakeAbsent(int slot)
    {
        Head.AbsentSlot = (byte)(slot + 1);
        Table.MarkChanged(_chunk.Number, _row);
    }

    /// <inheritdoc/>
    public override void BreakHistory() => Head.Set(RecordStates.HasPrevious, false);

    /// <inheritdoc/>
    public override bool Update(ReadOnlySpan<byte> body, SampleClock clock)
    {
        Span<byte> place = Place;
        ref RecordHead head = ref MemoryMarshal.AsRef<RecordHead>(place);
        head.BeforeUs = head.TimeUs;
        head.BeforeUptimeMs = head.UptimeMs;
        head.BeforeLength = head.NewestLength;
        head.TimeUs = clock.TimeUs;
        head.UptimeMs = clock.UptimeMs;
        head.AbsentSlot = 0;

        // What was the newest is the one before now, and its place comes second: the other place takes the record.
        RecordStates turned = (head.States & RecordStates.IsSecond) ^ RecordStates.IsSecond;
        head.States = turned | RecordStates.HasPrevious | (head.Has(RecordStates.HasPrevious) ? RecordStates.Compares : RecordStates.None);
        int length = Math.Min(body.Length, Layout.FixedLength);
        head.NewestLength = (ushort)length;
        body[..length].CopyTo(place[(RecordHead.Size + (turned == RecordStates.None ? 0 : Table.BodyBytes))..]);
        _chunk.Times[_row] = clock.TimeUs;
        Table.MarkChanged(_chunk.Number, _row);
        return length >= Layout.RequiredLength;
    }

    /// <inheritdoc/>
    public override void Release()
    {
        _chunk.Free(_row);
        Table.Left(_chunk, _row);
    }
}
