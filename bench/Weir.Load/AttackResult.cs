namespace Weir.Load;

/// <summary>What was sent of an attack.</summary>
/// <param name="StartedMs">When the attack began, in ms since the epoch: the first sample comes a random gap later.</param>
/// <param name="Samples">Samples sent to each port.</param>
internal sealed record AttackResult(double StartedMs, long Samples);
