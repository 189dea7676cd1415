using System.Globalization;
using Weir.Analytics.Queries;
using Weir.Wire;

namespace Weir.Analytics.Tests.Engine;

/// <summary>Zipf-sized flows of mixed packet sizes; rates that ramp; a sampling rate that changes on the way; what else the scenario asks for.</summary>
internal sealed class TruthMix
{
    /// <summary>
    /// Fewer samples in a time constant than this, and the normal interval no longer fits the Poisson distribution. Judged by what was
    /// sent, not by what was sampled: to leave out flows that were sampled too seldom would bias the rest.
    /// </summary>
    private const double LeastSamples = 30;

    private const int FlowsPerMix = 10;
    private const double StepSeconds = 0.002;
    private const int ProvingMs = 3_000;

    private readonly Random _random;
    private readonly TruthScenario _scenario;
    private readonly double _tau;
    private readonly double _seconds;
    private readonly double _changeAt;
    private readonly double _pauseBegin;
    private readonly double _pauseEnd;
    private readonly uint[] _samplingRates;
    private readonly TruthFlow[] _flows;
    private readonly List<(double At, TruthFlow Flow, uint Rate, uint Agent)> _held = [];
    private long _originUs;

    public TruthMix(int seed, TruthScenario scenario)
    {
        Random random = new(seed);
        _random = random;
        _scenario = scenario;
        _tau = 0.5 + (random.NextDouble() * 2);
        _seconds = _tau * (1.5 + (random.NextDouble() * 3));
        _changeAt = _seconds * random.NextDouble();
        _samplingRates = [(uint)random.Next(100, 400), (uint)random.Next(100, 400)];
        double largest = 20_000 + (random.NextDouble() * 80_000);
        _flows = [.. Enumerable.Range(1, FlowsPerMix).Select(rank => new TruthFlow(rank, largest / rank, random))];
        if (scenario.Bursts)
        {
            double pause = 1 + (random.NextDouble() * 4);
            _pauseEnd = pause + (_seconds * random.NextDouble());
            _pauseBegin = _pauseEnd - pause;
            _seconds += pause;
        }
    }

    /// <summary>Plays the mix into a fresh engine; each flow that can be judged with the truth about it.</summary>
    public IEnumerable<(ActiveFlow Flow, double Truth)> Play()
    {
        using EngineFeed feed = new(options => options.Shards = _scenario.Shards) { Copies = _scenario.Copies };
        Prove(feed);
        feed.SetFlow("mix", string.Create(CultureInfo.InvariantCulture, $$"""{"keys":"ipsource","value":"bytes","n":50,"t":{{_tau}}}"""));

        // The agents are known from here on, so that the average listens from the beginning.
        feed.Discard(EngineFeed.Udp());
        for (double at = 0; at < _seconds; at += StepSeconds)
        {
            Release(feed, at);
            Step(feed, at);
        }

        Release(feed, _seconds);
        feed.SentUs = null;
        feed.TimeUs = _originUs + (long)(_seconds * 1e6);
        feed.AdvanceSeconds(0);
        IReadOnlyList<ActiveFlow> reported = feed.Engine.ActiveFlows("ALL", "mix", aggMode: _scenario.AggMode, interval: true);
        double times = _scenario.AggMode == "sum" ? _scenario.Agents : 1;
        return [.. _flows
            .Where(sent => sent.WeightedPacketsPerSecond * _tau / _samplingRates.Max() >= LeastSamples)
            .Select(sent => (reported.Single(r => r.Key == sent.Key), sent.WeightedPacketsPerSecond * sent.MeanSize * times))];
    }

    /// <summary>An agent shows that its clock runs well before it is believed.</summary>
    private void Prove(EngineFeed feed)
    {
        for (int ms = 0; _scenario.Bursts && ms < ProvingMs; ms += 100)
        {
            feed.Discard(EngineFeed.Udp());
            feed.TimeUs += 100_000;
        }

        _originUs = feed.TimeUs;
    }

    private void Step(EngineFeed feed, double at)
    {
        uint samplingRate = _samplingRates[at < _changeAt ? 0 : 1];
        foreach (TruthFlow flow in _flows)
        {
            double packetsPerSecond = flow.RateAt(at / _seconds);
            flow.Weigh(packetsPerSecond, at, _tau);
            for (uint agent = 0; agent < _scenario.Agents; agent++)
            {
                for (int n = Poisson(packetsPerSecond * StepSeconds / samplingRate); n > 0; n--)
                {
                    double taken = at + (_random.NextDouble() * StepSeconds);
                    if (taken >= _pauseBegin && at < _pauseEnd)
                    {
                        _held.Add((taken, flow, samplingRate, agent));
                        continue;
                    }

                    Sample(feed, taken, taken, flow, samplingRate, agent);
                }
            }
        }
    }

    /// <summary>The pause is over: everything at once, in order.</summary>
    private void Release(EngineFeed feed, double at)
    {
        if (at < _pauseEnd)
        {
            return;
        }

        foreach ((double taken, TruthFlow flow, uint rate, uint agent) in _held.OrderBy(held => held.At))
        {
            Sample(feed, taken, at, flow, rate, agent);
        }

        _held.Clear();
    }

    private void Sample(EngineFeed feed, double taken, double arrived, TruthFlow flow, uint rate, uint agent)
    {
        feed.TimeUs = _originUs + (long)(arrived * 1e6);
        feed.SentUs = _originUs + (long)(taken * 1e6);
        feed.Sample(flow.Packet, rate, agent: NetworkAddress.FromV4((uint)EngineFeed.Agent1.Low + agent), frameLength: flow.NextSize(_random));
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
