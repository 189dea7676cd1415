using Weir.Wire;

namespace Weir.Load;

/// <summary>One trial: the samples of an attack on one address, and one sample that crosses a threshold alone on another.</summary>
internal sealed class StormTrial
{
    /// <summary>The address attacked.</summary>
    public required NetworkAddress Victim { get; init; }

    /// <summary>The other address.</summary>
    public required NetworkAddress Single { get; init; }

    /// <summary>When the attack's first sample was due, in ms since the epoch; 0 before.</summary>
    public double FirstDueMs { get; set; }

    /// <summary>When the sample for the other address was sent.</summary>
    public double SingleSentMs { get; set; }

    /// <summary>Completes when the handler heard of the other address.</summary>
    public Task<Arrival>? SingleSeen { get; set; }

    /// <summary>From the attack's first sample to the handler, in ms; null when it never came.</summary>
    public double? AttackMs { get; set; }

    /// <summary>From the single sample to the handler, in ms; null when it never came.</summary>
    public double? SingleMs => SingleSeen is { IsCompletedSuccessfully: true } seen ? seen.Result.HandlerMs - SingleSentMs : null;
}
