using System.Text;
using Weir.Analytics;
using Weir.Wire;
using Weir.Wire.SFlow;
using Weir.Wire.SFlow.CounterRecords;

namespace Weir.Web.Tests;

/// <summary>500 switches with 48 ports each, half of them with names; every tenth runs three guests, of which one is the sandbox of a pod.</summary>
internal static class SmallNetwork
{
    private const int Agents = 500;
    private const int Ports = 48;

    /// <summary>The network, on a replay clock, some of its agents met by both shards.</summary>
    public static AnalyticsEngine Create()
    {
        AnalyticsOptions options = Feed.Replay;
        options.Shards = 2;
        AnalyticsEngine engine = new(options, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        byte[] buffer = new byte[8192];
        for (uint round = 1; round <= 2; round++)
        {
            for (uint agent = 0; agent < Agents; agent++)
            {
                NetworkAddress address = NetworkAddress.FromV4(0x0a000000 + agent);
                DatagramWriter writer = new(buffer, address, agent & 1, round, round * 10_000);
                for (uint port = 1; port <= Ports; port++)
                {
                    writer.BeginCounterSample(round, new DataSource(0, port));
                    writer.Write(new InterfaceCounters { IfIndex = port, IfType = 6, IfSpeed = 1_000_000_000, IfStatus = 3, IfDirection = 1, IfInOctets = round * port * agent * 777 });
                    if (port % 2 == 0)
                    {
                        writer.Write(new PortName { Name = Encoding.UTF8.GetBytes($"\"swp\"\\{port}ü\n") });
                    }

                    writer.EndSample();
                }

                if (agent % 10 == 0)
                {
                    WriteHost(ref writer, round, new DataSource(2, 1), $"leaf{agent}");
                    WriteHost(ref writer, round, new DataSource(3, 100_001), "k8s_nginx_web-1_shop_uid_0");
                    WriteHost(ref writer, round, new DataSource(3, 100_002), "k8s_POD_web-1_shop_uid_0");
                    WriteHost(ref writer, round, new DataSource(3, 100_003), "db1");
                }

                // Some agents are met by both shards, as with sub-agents that arrive at several sockets.
                Process(engine.Shards[(int)(agent & 1)], writer.Finish(), address, round);
                if (agent % 5 == 0)
                {
                    Process(engine.Shards[(int)(~agent & 1)], writer.Finish(), address, round);
                }
            }
        }

        return engine;
    }

    private static void WriteHost(ref DatagramWriter writer, uint round, DataSource source, string name)
    {
        writer.BeginCounterSample(round, source);
        writer.Write(new HostDescr { Hostname = Encoding.UTF8.GetBytes(name), MachineType = 3, OsName = 2 });
        writer.Write(new VirtMemory { Memory = round * 1_000, MaxMemory = 4_000 });
        writer.EndSample();
    }

    private static void Process(Shard shard, ReadOnlySpan<byte> datagram, NetworkAddress from, uint round)
    {
        shard.Enter();
        shard.Process(datagram, from, 1_700_000_000_000_000 + (round * 10_000_000), 0);
        shard.Exit();
    }
}
