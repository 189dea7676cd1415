namespace Weir.Analytics.Tests.Engine;

/// <summary>One flow of a <see cref="TruthMix"/> as it was truly sent.</summary>
internal sealed class TruthFlow(int number, double packetsPerSecond, Random random)
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
