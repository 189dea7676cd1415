namespace Weir.Testing.Fuzz;

/// <summary>One piece of code that must take any bytes.</summary>
public interface IFuzzTarget
{
    /// <summary>How the target is called on the command line.</summary>
    string Name { get; }

    /// <summary>Makes a valid input.</summary>
    byte[] CreateSeed(Random random);

    /// <summary>Offsets of words that steer the reader: counts, lengths, tags.</summary>
    IReadOnlyList<int> FindWords(byte[] input);

    /// <summary>Feeds the input; throws <see cref="FuzzException"/> when an invariant does not hold, and nothing else.</summary>
    void Run(ReadOnlySpan<byte> input);

    /// <summary>The most bytes that may be allocated for an input of this length, whatever it claims.</summary>
    long AllocationLimit(int inputLength);
}
