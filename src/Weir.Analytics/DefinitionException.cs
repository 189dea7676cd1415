namespace Weir.Analytics;

/// <summary>A definition was refused; nothing was changed. Carries every problem found, not just the first.</summary>
public sealed class DefinitionException : Exception
{
    /// <summary>Reports the problems.</summary>
    public DefinitionException(IReadOnlyList<Diagnostic> diagnostics)
        : base(string.Join("; ", diagnostics))
    {
        Diagnostics = diagnostics;
    }

    /// <summary>Reports one problem.</summary>
    public DefinitionException(string path, string message)
        : this([new Diagnostic(path, message)])
    {
    }

    /// <summary>What is wrong, in the order of the definition.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }
}
