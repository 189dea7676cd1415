using System.Runtime.CompilerServices;
using Weir.Analytics.Groups;
using Weir.Analytics.Routes;
using Weir.Wire;
using Weir.Wire.Packets;
using Weir.Wire.SFlow;

namespace Weir.Analytics.Flows;

/// <summary>What flow keys are evaluated on: one packet, discard, transaction or rtflow sample with everything the agent said about it.</summary>
/// <remarks>
/// The default is an empty one. Made once per datagram and loaded once per sample. It holds views and positions only; records are read when a key asks.
/// Records beyond <see cref="MaxRecords"/> are not indexed; of two records of one format the first counts.
/// </remarks>
public ref partial struct SampleContext
{
    /// <summary>Flow records indexed per sample: more than any known agent sends.</summary>
    public const int MaxRecords = 16;

    private PacketHeaders _packet;
    private RecordTable _records;

    /// <summary>The bytes that positions of text are relative to: the sample behind its fixed part, or a bare packet.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>The sampled header; empty when the sample has none.</summary>
    public ReadOnlySpan<byte> Header { get; private set; }

    /// <summary>Where <see cref="Header"/> begins in <see cref="Bytes"/>.</summary>
    public int HeaderOffset { get; private set; }

    /// <summary>The headers found in <see cref="Header"/>.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public ref PacketHeaders Packet => ref _packet;

    /// <summary>What the sampled header begins with.</summary>
    public HeaderProtocol Protocol { get; private set; }

    /// <summary>The agent's address.</summary>
    public NetworkAddress Agent { get; internal set; }

    /// <summary>The sampled entity.</summary>
    public DataSource Source { get; private set; }

    /// <summary>Number of the sample in its data source's sequence; only of flow samples.</summary>
    internal uint Sequence { get; private set; }

    /// <summary>Packets that could have been sampled so far; only of flow samples.</summary>
    internal uint SamplePool { get; private set; }

    /// <summary>Samples the agent lost so far; only of flow samples.</summary>
    internal uint Drops { get; private set; }

    /// <summary>N of 1-in-N; 0 when the agent does not say, 1 for discards.</summary>
    public uint SamplingRate { get; private set; }

    /// <summary>Where the packet came in.</summary>
    public InterfaceId Input { get; private set; }

    /// <summary>Where the packet went out.</summary>
    public InterfaceId Output { get; private set; }

    /// <summary>Length of the packet on the wire in bytes, stripped bytes included; 0 without a sampled header.</summary>
    public uint FrameLength { get; private set; }

    /// <summary>Bytes the agent removed before it took the header.</summary>
    public uint Stripped { get; private set; }

    /// <summary>True for a notification of a dropped packet.</summary>
    public bool IsDiscard { get; private set; }

    /// <summary>Why the packet was dropped; only when <see cref="IsDiscard"/>.</summary>
    public uint DropReason { get; private set; }

    /// <summary>True when the sample has a sampled header.</summary>
    public readonly bool HasHeader => !Header.IsEmpty;

    /// <summary>Name and value pairs of an rtflow sample, still in <see cref="Bytes"/>; 0 for other samples.</summary>
    public int FieldCount { get; private set; }

    /// <summary>Data source an rtflow sample names, as UTF-8; empty for other samples.</summary>
    public ReadOnlySpan<byte> SourceName { get; private set; }

    /// <summary>The group set named default, for the keys <c>sourcegroup</c> and <c>destinationgroup</c>; set by the engine, null for none.</summary>
    public GroupSet? DefaultGroups { get; set; }

    /// <summary>True when every record is of a known structure and lies whole in the sample: nothing is left to account for.</summary>
    internal bool IsRegular { get; private set; }

    /// <summary>Makes the extended_gateway of agents that send none; null for all others.</summary>
    internal RouteScratch? Routes { get; set; }

    /// <summary>Records indexed.</summary>
    public int RecordCount { get; private set; }

    /// <summary>The record at <paramref name="index"/>, in the order sent.</summary>
    public readonly RecordPosition RecordAt(int index) => _records[index];

    /// <summary>Loads a bare packet, for decoding outside of sFlow: there are no records, rate 1, no interfaces.</summary>
    /// <param name="header">The packet's bytes.</param>
    /// <param name="protocol">What they begin with.</param>
    /// <param name="frameLength">Length of the whole packet in bytes.</param>
    public void LoadPacket(ReadOnlySpan<byte> header, HeaderProtocol protocol, uint frameLength)
    {
        Reset();
        Bytes = header;
        SamplingRate = 1;
        SetHeader(header, 0, protocol);
        FrameLength = frameLength;
    }

    /// <summary>Finds the first record of a format.</summary>
    /// <param name="tag">Enterprise and format (sFlow v5, data_format).</param>
    /// <param name="record">Where its body lies, when true.</param>
    public readonly bool TryFindRecord(uint tag, out RecordPosition record)
    {
        for (int i = 0; i < RecordCount; i++)
        {
            record = _records[i];
            if (record.Tag == tag)
            {
                return true;
            }
        }

        if (tag == GatewayTag && Routes is not null)
        {
            return TryMakeGateway(out record);
        }

        record = default;
        return false;
    }

    /// <summary>The body of a record.</summary>
    public readonly ReadOnlySpan<byte> BodyOf(RecordPosition record) => Slice(record.Offset, record.Length);

    private void Reset()
    {
        Bytes = default;
        Routes = null;
        Header = default;
        HeaderOffset = 0;
        _packet.Clear();
        Protocol = 0;
        Input = default;
        Output = default;
        FrameLength = 0;
        Stripped = 0;
        IsDiscard = false;
        DropReason = 0;
        RecordCount = 0;
        FieldCount = 0;
        IsRegular = false;
        SourceName = default;
    }

    private void SetHeader(ReadOnlySpan<byte> header, int offset, HeaderProtocol protocol)
    {
        Header = header;
        HeaderOffset = offset;
        Protocol = protocol;
        PacketDecoder.Decode(header, protocol, ref _packet);
    }

    [InlineArray(MaxRecords)]
    private struct RecordTable
    {
        private RecordPosition _first;
    }
}
