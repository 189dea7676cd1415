using System.Security.Cryptography;
using Weir.Ingest.Captures;
using Weir.Load;
using Weir.Wire;
using Weir.Wire.SFlow;

namespace Weir.Ingest.Tests.Load;

public sealed class WorkloadTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"weir-load-{Guid.NewGuid():N}.pcap");

    public void Dispose() => File.Delete(_path);

    // Measurements of different days are compared with each other: the bytes must never change.
    [Theory]
    [InlineData("a5", "3bafb1fc34fa76a030fa65a8666cdf4b2ecd5ddb260ff4584577a4f6ca03648f")]
    [InlineData("b7", "a0ae370c459a909d9bc571c22b9eede858a4983dd26a0b10d2e91f4ed52d6328")]
    public void Write_SameRecipe_SameBytes(string profile, string sha256)
    {
        PcapOutput.Write(_path, WorkloadOptions.Find(profile)!, 20_000);
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_path))));
    }

    [Fact]
    public void Write_Capture_DecodesToWhatTheResultSays()
    {
        LoadResult result = PcapOutput.Write(_path, new WorkloadOptions(), 10_000);
        Dictionary<NetworkAddress, uint> sequences = [];
        long flowSamples = 0, counterSamples = 0;
        MemoryCapture capture = MemoryCapture.Load(_path, new CaptureOptions());
        for (int i = 0; i < capture.Count; i++)
        {
            Assert.True(Datagram.TryRead(capture.Payload(i), out Datagram datagram, out DecodeError error), error.ToString());
            Assert.Equal(capture.Source(i), datagram.Agent);
            Assert.Equal(sequences.GetValueOrDefault(datagram.Agent) + 1, datagram.Sequence);
            sequences[datagram.Agent] = datagram.Sequence;
            SampleReader samples = datagram.Samples;
            while (samples.TryRead(out Sample sample))
            {
                flowSamples += sample.Tag == SampleType.Flow ? 1 : 0;
                counterSamples += sample.Tag == SampleType.Counters ? 1 : 0;
            }

            Assert.Equal(DecodeError.None, samples.Error);
        }

        Assert.Equal((result.Datagrams, result.FlowSamples, result.CounterSamples), (capture.Count, flowSamples, counterSamples));
        Assert.Equal(100, sequences.Count);
    }
}
