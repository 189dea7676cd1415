namespace Weir.Testing.Fuzz;

/// <summary>An input broke an invariant.</summary>
public sealed class FuzzException : Exception
{
    public FuzzException(string message)
        : base(message)
    {
    }

    public FuzzException()
    {
    }

    public FuzzException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
