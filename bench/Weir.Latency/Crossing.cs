using Weir.Wire;
using Weir.Wire.Packets;
using Weir.Wire.Packets.Building;
using Weir.Wire.SFlow;
using Weir.Wire.SFlow.FlowRecords;

namespace Weir.Latency;

/// <summary>Makes datagrams each of which takes one new flow over its threshold.</summary>
internal static class Crossing
{
    /// <summary>Destination address of event <paramref name="number"/>; the flow key comes back as this text.</summary>
    public static string Key(int number) => $"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}";

    public static byte[] Make(uint sequence, int number)
    {
        byte[] packet = new PacketBuilder().Ethernet().Ip4("198.51.100.1", Key(number)).Udp(53, 4444).Payload(64).Build();
        byte[] buffer = new byte[1400];
        DatagramWriter writer = new(buffer, NetworkAddress.FromV4(0xc00002fe), 0, sequence, sequence * 20);
        writer.BeginFlowSample(new FlowSampleHeader
        {
            Sequence = sequence,
            Source = new DataSource(0, 1),
            SamplingRate = 100_000,
            SamplePool = sequence * 100_000,
            Input = new InterfaceId(InterfaceFormat.Single, 1),
            Output = new InterfaceId(InterfaceFormat.Single, 2),
        });
        writer.Write(new SampledHeader { Protocol = HeaderProtocol.Ethernet, FrameLength = (uint)packet.Length + 4, Stripped = 4, Header = packet });
        writer.EndSample();
        return writer.Finish().ToArray();
    }
}
