namespace Weir.Export.Sinks;

/// <summary>What a receiver said of a part of a batch.</summary>
/// <param name="Result">What it means.</param>
/// <param name="Body">The answer's text.</param>
internal readonly record struct PartReply(SendResult Result, string Body);
