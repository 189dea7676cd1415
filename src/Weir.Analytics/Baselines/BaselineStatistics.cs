namespace Weir.Analytics.Baselines;

/// <summary>What <c>baselineStatistics()</c> answers: the values in the window.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Sdev">Their standard deviation, over all of them.</param>
/// <param name="Min">The smallest.</param>
/// <param name="Max">The largest.</param>
public sealed record BaselineStatistics(double Mean, double Sdev, double Min, double Max);
