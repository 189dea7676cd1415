namespace Weir.Ingest.Captures;

/// <summary>How far a replay is.</summary>
/// <param name="Datagrams">Datagrams played.</param>
/// <param name="Bytes">Payload bytes played.</param>
/// <param name="Percent">Part of the file that was read, 0 to 100; of the current pass when it loops.</param>
/// <param name="TimeUs">Engine time in microseconds since the epoch.</param>
/// <param name="Pass">Number of the pass, from 1.</param>
public readonly record struct ReplayProgress(long Datagrams, long Bytes, double Percent, long TimeUs, int Pass);
