namespace Weir.Load;

/// <summary>How long a path took to answer.</summary>
/// <param name="Path">The path.</param>
/// <param name="Answers">Answers with success.</param>
/// <param name="Failures">Other answers, and none.</param>
/// <param name="Bytes">Size of the last answer.</param>
/// <param name="FirstMs">The first request, in ms; not among the others: it may have to make what they use again.</param>
/// <param name="MedianMs">Median of the whole request, in ms.</param>
/// <param name="P99Ms">99 % of the requests took at most so many ms.</param>
public sealed record RestResult(string Path, int Answers, int Failures, long Bytes, double FirstMs, double MedianMs, double P99Ms);
