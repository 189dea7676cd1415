namespace Weir.Load;

/// <summary>How long events took, in milliseconds from the sending of the datagram that crossed the threshold.</summary>
public sealed record LatencyResult
{
    /// <summary>Trials counted.</summary>
    public int Trials { get; init; }

    /// <summary>Trials whose event did not arrive within two seconds.</summary>
    public int Lost { get; init; }

    /// <summary>Median until the script's handler ran; null when no event arrived.</summary>
    public double? HandlerMedianMs { get; init; }

    /// <summary>99th percentile until the script's handler ran.</summary>
    public double? HandlerP99Ms { get; init; }

    /// <summary>Median until the HTTP receiver had the request.</summary>
    public double? ReceiverMedianMs { get; init; }

    /// <summary>99th percentile until the HTTP receiver had the request.</summary>
    public double? ReceiverP99Ms { get; init; }
}
