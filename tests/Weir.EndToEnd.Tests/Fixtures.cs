using Weir.Wire;
using Weir.Wire.Packets;
using Weir.Wire.Packets.Building;
using Weir.Wire.SFlow;
using Weir.Wire.SFlow.FlowRecords;

namespace Weir.EndToEnd.Tests;

/// <summary>Datagrams of the end-to-end tests, made with the project's own encoders.</summary>
internal static class Fixtures
{
    public const string Agent = "192.0.2.254";

    /// <summary>ICMP destination unreachable of the given code, from a router to a scanner, quoting the scanner's UDP probe.</summary>
    public static byte[] Unreachable(int code, string router = "198.51.100.1", string scanner = "203.0.113.66", string target = "192.0.2.7") =>
        new PacketBuilder().Ethernet("0010DB1122AA", "0010DB1122BB").Ip4(router, scanner)
            .Icmp4Error(3, code, new PacketBuilder().Ip4(scanner, target).Udp(40000, 161).Payload(16).Build()).Build();

    /// <summary>A DNS response as an amplification attack has it.</summary>
    public static byte[] Amplification(string source, string victim, int sourcePort = 53) =>
        new PacketBuilder().Ethernet().Ip4(source, victim).Udp(sourcePort, 4444).Payload(400).Build();

    /// <summary>A datagram with samples of one packet, from interface 1 to 2.</summary>
    public static byte[] UdpFlood(uint sequence, int samples, uint samplingRate = 1000) =>
        Datagram(sequence, samplingRate, [.. Enumerable.Range(0, samples).Select(i => Amplification($"198.51.100.{1 + (i % 200)}", "192.0.2.129"))]);

    /// <summary>A datagram with one compact flow sample per packet.</summary>
    /// <param name="sequence">Datagram sequence number.</param>
    /// <param name="samplingRate">N of 1-in-N.</param>
    /// <param name="packets">The sampled packets.</param>
    /// <param name="firstSample">Sequence number of the first sample; null when every datagram has as many samples as this one.</param>
    public static byte[] Datagram(uint sequence, uint samplingRate, IReadOnlyList<byte[]> packets, uint? firstSample = null)
    {
        byte[] buffer = new byte[9000];
        NetworkAddress agent = NetworkAddress.From(System.Net.IPAddress.Parse(Agent));
        DatagramWriter writer = new(buffer, agent, subAgentId: 0, sequence, uptimeMs: sequence * 10);
        for (int i = 0; i < packets.Count; i++)
        {
            uint sample = (firstSample ?? (((sequence - 1) * (uint)packets.Count) + 1)) + (uint)i;
            writer.BeginFlowSample(new FlowSampleHeader
            {
                Sequence = sample,
                Source = new DataSource(0, 1),
                SamplingRate = samplingRate,
                SamplePool = sample * samplingRate,
                Input = new InterfaceId(InterfaceFormat.Single, 1),
                Output = new InterfaceId(InterfaceFormat.Single, 2),
            });
            writer.Write(new SampledHeader
            {
                Protocol = HeaderProtocol.Ethernet,
                FrameLength = (uint)packets[i].Length + 4,
                Stripped = 4,
                Header = packets[i].AsSpan(0, Math.Min(128, packets[i].Length)),
            });
            writer.EndSample();
        }

        return writer.Finish().ToArray();
    }
}
