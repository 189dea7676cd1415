namespace Weir.Server.Verbs;

/// <summary>What the process tells its caller.</summary>
public static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>The work could not be done; one line on standard error says why.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by a signal before the work was done; what shells make of Ctrl-C.</summary>
    public const int Interrupted = 130;
}
