namespace Weir.Analytics.Flows;

/// <summary>Where a record's body lies in <see cref="SampleContext.Bytes"/>.</summary>
/// <param name="Tag">Enterprise and format (sFlow v5, data_format).</param>
/// <param name="Offset">First byte of the body.</param>
/// <param name="Length">Bytes of the body.</param>
public readonly record struct RecordPosition(uint Tag, int Offset, int Length);
