using Weir.Analytics.Tests.Counters;
using Weir.Analytics.Tests.Engine;
using Weir.Wire;
using Weir.Wire.SFlow;
using Xunit;

namespace Weir.Analytics.Tests.Agents;

/// <summary>What is made for a port that was not seen before stays for good: docs/perf/cost-model.md says how much. Bytes are counted, so load does not matter.</summary>
public sealed class NewPortTests : IDisposable
{
    private const int Agents = 1_000;
    private const uint Ports = 48;
    private const long MostBytesOfAPort = 1_000;

    private readonly EngineFeed _feed = new();
    private readonly byte[] _interface = RecordBody.Interface(1, inOctets: 1_000);
    private readonly byte[] _ethernet = new byte[13 * sizeof(uint)];
    private readonly byte[] _buffer = new byte[16_384];
    private uint _sequence;

    [Fact]
    public void Process_CountersOfNewPorts_AllocatesWhatTheCostModelSays()
    {
        Send(0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (uint agent = 1; agent <= Agents; agent++)
        {
            Send(agent);
        }

        long bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (Agents * Ports);
        Assert.Equal(Agents + 1, _feed.Engine.Agents().Count);
        Assert.InRange(bytes, 1, MostBytesOfAPort);
    }

    [Fact]
    public void Process_CountersOfKnownPorts_AllocatesNothing()
    {
        Send(0);
        Assert.Equal(0, Weir.Testing.Allocations.Least(() => Send(0)));
    }

    public void Dispose() => _feed.Dispose();

    private void Send(uint agent)
    {
        NetworkAddress address = NetworkAddress.FromV4(0x0a000000 + agent);
        _feed.TimeUs += 1_000;
        _sequence++;
        DatagramWriter writer = new(_buffer, address, 0, _sequence, _sequence);
        for (uint port = 1; port <= Ports; port++)
        {
            writer.BeginCounterSample(_sequence, new DataSource(0, port));
            writer.WriteRaw(1, _interface);
            writer.WriteRaw(2, _ethernet);
            writer.EndSample();
        }

        _feed.Process(writer.Finish(), address);
    }
}
