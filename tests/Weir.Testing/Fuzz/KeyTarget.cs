using Weir.Analytics.Flows;
using Weir.Analytics.Flows.Keys;
using Weir.Wire;
using Weir.Wire.Packets;
using Weir.Wire.SFlow;

namespace Weir.Testing.Fuzz;

/// <summary>Evaluates every key of the catalogue on every flow sample of a datagram.</summary>
public sealed class KeyTarget : IFuzzTarget
{
    private static readonly NetworkAddress Agent = NetworkAddress.FromV4(0x0a000001);

    private readonly KeyReference[] _keys = [.. KeyCatalog.All.SelectMany(k => k.Kind == LayerKind.None ? new[] { new KeyReference(k, 0) } : [new KeyReference(k, 0), new KeyReference(k, 1)])];

    public string Name => "keys";

    public byte[] CreateSeed(Random random) => DatagramSeeds.CreateFlows(random);

    public IReadOnlyList<int> FindWords(byte[] input) => DatagramSeeds.FindWords(input);

    /// <summary>A few keys make text of what they read.</summary>
    public long AllocationLimit(int inputLength) => 1_000 + (4L * inputLength);

    public void Run(ReadOnlySpan<byte> input)
    {
        if (!Datagram.TryRead(input, out Datagram datagram, out _))
        {
            return;
        }

        SampleContext context = default;
        SampleReader samples = datagram.Samples;
        while (samples.TryRead(out Sample sample))
        {
            if (sample.Tag is SampleType.Flow or SampleType.ExpandedFlow or SampleType.Discarded && context.TryLoad(sample, Agent))
            {
                foreach (KeyReference key in _keys)
                {
                    key.TryGet(ref context, out _);
                }
            }
        }
    }
}
