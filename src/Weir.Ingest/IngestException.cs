namespace Weir.Ingest;

/// <summary>Input that a person named cannot be used: a port in use, a bad address list, a file that is no capture. The message says what and where.</summary>
public sealed class IngestException : Exception
{
    /// <summary>Makes one with the text for the person.</summary>
    public IngestException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with the text for the person and its cause.</summary>
    public IngestException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
