namespace Weir.Analytics.Flows.Keys;

/// <summary>Reads a key's value from a sample; false when the sample does not have it.</summary>
/// <param name="sample">The sample.</param>
/// <param name="occurrence">0 for the outermost header of the key's kind, 1 for the next one inside; 0 for keys of no header.</param>
/// <param name="value">The value, when true. Text may lie inside the sample: it is valid as long as the sample.</param>
public delegate bool KeyEvaluator(scoped ref SampleContext sample, int occurrence, out KeyValue value);
