namespace Weir.Testing.Fuzz;

/// <summary>What a run found.</summary>
public sealed class FuzzReport
{
    /// <summary>Failures that are kept; more are only counted.</summary>
    public const int KeptFailures = 5;

    private readonly List<string> _failures = [];

    public long Inputs { get; set; }

    public long Bytes { get; set; }

    public long FailureCount { get; private set; }

    /// <summary>The most bytes allocated for one input.</summary>
    public long MaxAllocated { get; set; }

    /// <summary>The longest time one input took, in ms; other work of the machine included.</summary>
    public double SlowestMs { get; set; }

    /// <summary>The first failures: what was wrong, the number of the input, and the input in hex.</summary>
    public IReadOnlyList<string> Failures => _failures;

    public void Add(string failure, long number, byte[] input)
    {
        FailureCount++;
        if (_failures.Count < KeptFailures)
        {
            _failures.Add($"{failure} (input {number}): {Convert.ToHexStringLower(input)}");
        }
    }
}
