using System.Buffers.Binary;

namespace Weir.Load;

/// <summary>Writes a workload as a capture: Ethernet, IPv4 and UDP around every datagram, 50,000 datagrams a second of capture time.</summary>
internal static class PcapOutput
{
    private const int HeaderBytes = 42;
    private const int RecordBytes = 16;
    private const ulong StartUs = 1_700_000_000_000_000;
    private const ulong StepUs = 20;

    /// <summary>Writes until the number of flow samples is reached.</summary>
    public static LoadResult Write(string path, WorkloadOptions options, long flowSamples)
    {
        Workload workload = new(options);
        using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 20);
        file.Write([0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, .. new byte[8], 0xff, 0xff, 0, 0, 1, 0, 0, 0]);
        byte[] head = new byte[RecordBytes + HeaderBytes];
        LoadResult result = new();
        for (ulong timeUs = StartUs; result.FlowSamples < flowSamples;)
        {
            uint uptimeMs = (uint)(1_000_000 + (timeUs / 1000 % 1_000_000_000));
            ReadOnlySpan<byte> datagram = workload.Next(uptimeMs);
            timeUs += StepUs;
            Frame(head, workload.Agent, datagram.Length, timeUs);
            file.Write(head);
            file.Write(datagram);
            result = result with
            {
                Datagrams = result.Datagrams + 1,
                Bytes = result.Bytes + datagram.Length,
                FlowSamples = result.FlowSamples + workload.FlowSamples,
                CounterSamples = result.CounterSamples + workload.CounterSamplesMade,
            };
        }

        return result;
    }

    private static void Frame(Span<byte> head, int agent, int payloadBytes, ulong timeUs)
    {
        head.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(head, (uint)(timeUs / 1_000_000));
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], (uint)(timeUs % 1_000_000));
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], payloadBytes + HeaderBytes);
        BinaryPrimitives.WriteInt32LittleEndian(head[12..], payloadBytes + HeaderBytes);
        Span<byte> ethernet = head[RecordBytes..];
        new byte[] { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0 }.CopyTo(ethernet);
        Span<byte> ip = ethernet[14..];
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(payloadBytes + 28));
        ip[6] = 0x40;
        ip[8] = 64;
        ip[9] = 17;
        BinaryPrimitives.WriteUInt32BigEndian(ip[12..], Workload.Address(agent));
        BinaryPrimitives.WriteUInt32BigEndian(ip[16..], 0x7f00_0001);
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], Checksum(ip[..20]));
        Span<byte> udp = ip[20..];
        BinaryPrimitives.WriteUInt16BigEndian(udp, 40_000);
        BinaryPrimitives.WriteUInt16BigEndian(udp[2..], 6343);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)(payloadBytes + 8));
    }

    private static ushort Checksum(ReadOnlySpan<byte> header)
    {
        uint sum = 0;
        for (int i = 0; i < header.Length; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(header[i..]);
        }

        while (sum >> 16 != 0)
        {
            sum = (sum & 0xffff) + (sum >> 16);
        }

        return (ushort)~sum;
    }
}
