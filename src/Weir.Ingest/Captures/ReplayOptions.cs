namespace Weir.Ingest.Captures;

/// <summary>How a capture is played.</summary>
public sealed class ReplayOptions
{
    /// <summary>Long enough for every flow record to end under the usual time-outs; a value for <see cref="Drain"/>.</summary>
    public static TimeSpan DrainToEndFlows { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Plays at this multiple of the capture's own pace; infinity means as fast as possible. Default 1.</summary>
    public double Speed { get; set; } = 1;

    /// <summary>Starts again at the end, with time going on (property <c>weir.sflow.file.loop</c>). Default false.</summary>
    public bool Loop { get; set; }

    /// <summary>How far time moves on after the last datagram, at once, so that flows end and are logged. Default none: rates stay as they were at the end.</summary>
    public TimeSpan Drain { get; set; } = TimeSpan.Zero;

    /// <summary>Called after every <see cref="SettleEvery"/> datagrams and at the end, to let consumers of events catch up, so that a fast replay loses none. Default none.</summary>
    /// <remarks>Normally <c>AnalyticsEngine.FlushAsync</c>.</remarks>
    public Func<CancellationToken, Task>? Settle { get; set; }

    /// <summary>Datagrams between two calls of <see cref="Settle"/>. Default 256.</summary>
    public int SettleEvery { get; set; } = 256;

    /// <summary>Which datagrams are taken.</summary>
    public CaptureOptions Capture { get; set; } = new();
}
