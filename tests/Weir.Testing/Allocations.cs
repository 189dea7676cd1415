namespace Weir.Testing;

/// <summary>Counts what code allocates on the thread that runs it.</summary>
public static class Allocations
{
    private const int MostPasses = 5;

    /// <summary>
    /// Bytes allocated by <paramref name="pass"/>, which is warmed up: the least of up to five passes, ending at the first that allocates nothing.
    /// The runtime may allocate a little of its own in any pass, when it compiles code anew; code that allocates does so in every pass.
    /// </summary>
    public static long Least(Action pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        long least = long.MaxValue;
        for (int i = 0; i < MostPasses && least > 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            pass();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
