namespace Weir.Analytics.Flows.Keys;

/// <summary>A key as a definition names it: <c>ipsource</c>, or <c>ipsource.1</c> for the next header inside.</summary>
/// <param name="Definition">The key.</param>
/// <param name="Occurrence">Number of the suffix; 0 without one.</param>
public readonly record struct KeyReference(KeyDefinition Definition, int Occurrence)
{
    /// <summary>The name with its suffix.</summary>
    public string Name => Occurrence == 0 ? Definition.Name : $"{Definition.Name}.{Occurrence}";

    /// <summary>Reads the value from a sample; false when the sample does not have it.</summary>
    public bool TryGet(scoped ref SampleContext sample, out KeyValue value) => Definition.Evaluator(ref sample, Occurrence, out value);
}
