using System.Globalization;
using Weir.Analytics.Queries;
using Xunit;

namespace Weir.Analytics.Tests.Engine;

/// <summary>
/// What the engine reports against what was sent: packets are sampled by chance, so a single rate is off by chance, but over many
/// seeded mixes the errors must cancel out and the 95 % intervals must hold the truth about 95 times in 100.
/// </summary>
public class TruthTests
{
    private const int Mixes = 200;
    private const int FlowsPerMix = 10;
    private const double StepSeconds = 0.002;

    /// <summary>
    /// Fewer samples in a time constant than this, and the normal interval no longer fits the Poisson distribution. Judged by what was
    /// sent, not by what was sampled: to leave out flows that were sampled too seldom would bias the rest.
    /// </summary>
    private const double LeastSamples = 30;

    [Fact]
    public void ActiveFlows_OverManyMixes_AreUnbiasedAndAsSureAsTheySay()
    {
        List<double> errors = [];
        int judged = 0;
        int held = 0;
        for (int seed = 1; seed <= Mixes; seed++)
        {
            Mix mix = new(new Random(seed));
            foreach ((ActiveFlow flow, double truth) in mix.Play())
            {
                judged++;
                errors.Add((flow.Value / truth) - 1);
                held += truth >= flow.Low && truth <= flow.High ? 1 : 0;
            }
        }

        Assert.True(judged > 1_000, $"only {judged} rates were judged");
        Assert.InRange(errors.Average(), -0.01, 0.01);
        Assert.InRange((double)held / judged, 0.93, 0.97);
    }

    /// <summary>Zipf-sized flows of mixed packet sizes; rates that ramp; a sampling rate that changes on the way.</summary>
    private sealed class Mix
    {
        private readonly Random _random;
        private readonly double _tau;
        private readonly double _seconds;
        private readonly double _changeAt;
        private readonly uint[] _samplingRates;
        private readonly Sent[] _flows;

        public Mix(Random random)
        {
            _random = random;
            _tau = 0.5 + (random.NextDouble() * 2);
            _seconds = _tau * (1.5 + (random.NextDouble() * 3));
            _changeAt = _seconds * random.NextDouble();
            _samplingRates = [(uint)random.Next(100, 400), (uint)random.Next(100, 400)];
            double largest = 20_000 + (random.NextDouble() * 80_000);
            _flows = [.. Enumerable.Range(1, FlowsPerMix).Select(rank => new Sent(rank, largest / rank, random))];
        }

        public IEnumerable<(ActiveFlow Flow, double Truth)> Play()
        {
            using EngineFeed feed = new();
            feed.SetFlow("mix", string.Create(CultureInfo.InvariantCulture, $$"""{"keys":"ipsource","value":"bytes","n":50,"t":{{_tau}}}"""));

            // The agent is known from here on, so that the average listens from the beginning.
            feed.Discard(EngineFeed.Udp());
            for (double at = 0; at < _seconds; at += StepSeconds)
            {
                uint samplingRate = _samplingRates[at < _changeAt ? 0 : 1];
                foreach (Sent flow in _flows)
                {
                    double packetsPerSecond = flow.RateAt(at / _seconds);
                    flow.Weigh(packetsPerSecond, at, _tau);
                    for (int n = Poisson(packetsPerSecond * StepSeconds / samplingRate); n > 0; n--)
                    {
                        feed.TimeUs = EngineFeed.StartUs + (long)((at + (_random.NextDouble() * StepSeconds)) * 1e6);
                        feed.Sample(flow.Packet, samplingRate, frameLength: flow.NextSize(_random));
                    }
                }
            }

            feed.TimeUs = EngineFeed.StartUs + (long)(_seconds * 1e6);
            feed.AdvanceSeconds(0);
            IReadOnlyList<ActiveFlow> reported = feed.Engine.ActiveFlows("ALL", "mix", interval: true);
            return [.. _flows
                .Where(sent => sent.WeightedPacketsPerSecond * _tau / _samplingRates.Max() >= LeastSamples)
                .Select(sent => (reported.Single(r => r.Key == sent.Key), sent.WeightedPacketsPerSecond * sent.MeanSize))];
        }

        private int Poisson(double mean)
        {
            double limit = Math.Exp(-mean);
            int count = 0;
            for (double product = _random.NextDouble(); product > limit; product *= _random.NextDouble())
            {
                count++;
            }

            return count;
        }
    }

    /// <summary>One flow as it was truly sent.</summary>
    private sealed class Sent(int number, double packetsPerSecond, Random random)
    {
        private readonly double _begin = 0.5 + random.NextDouble();
        private readonly double _end = 0.5 + random.NextDouble();
        private readonly uint _small = (uint)random.Next(64, 200);
        private readonly uint _large = (uint)random.Next(400, 1518);
        private double _weighted;
        private double _weight;
        private double _at;

        public string Key { get; } = $"192.0.2.{number}";

        public byte[] Packet { get; } = EngineFeed.Udp($"192.0.2.{number}");

        public double MeanSize => (_small + _large) / 2.0;

        /// <summary>What the engine estimates: the exponentially weighted mean of the true rate, in packets per second.</summary>
        public double WeightedPacketsPerSecond => _weighted / _weight;

        public double RateAt(double part) => packetsPerSecond * (_begin + ((_end - _begin) * part));

        public uint NextSize(Random sizes) => sizes.Next(2) == 0 ? _small : _large;

        /// <summary>Adds a step to the weighted mean.</summary>
        public void Weigh(double current, double at, double tau)
        {
            double decay = Math.Exp((_at - at) / tau);
            _at = at;
            _weighted = (_weighted * decay) + current;
            _weight = (_weight * decay) + 1;
        }
    }
}
