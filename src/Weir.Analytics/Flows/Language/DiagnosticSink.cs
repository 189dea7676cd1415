namespace Weir.Analytics.Flows.Language;

/// <summary>Collects everything that is wrong with a definition.</summary>
internal sealed class DiagnosticSink
{
    /// <summary>Problems reported at the most: a definition of a megabyte of nonsense needs no megabyte of answer.</summary>
    public const int Maximum = 50;

    private readonly List<Diagnostic> _found = [];

    /// <summary>What was found, in the order of the definition.</summary>
    public IReadOnlyList<Diagnostic> Found => _found;

    /// <summary>True while nothing is wrong.</summary>
    public bool IsClean => _found.Count == 0;

    /// <summary>Notes a problem with a field.</summary>
    public void Add(string path, string message)
    {
        if (_found.Count < Maximum)
        {
            _found.Add(new Diagnostic(path, message));
        }
    }

    /// <summary>Notes a problem at a position of a field.</summary>
    /// <param name="field">Name of the field.</param>
    /// <param name="position">Character from 0.</param>
    /// <param name="message">What is wrong and how to mend it.</param>
    public void Add(string field, int position, string message) => Add($"{field}:{position}", message);

    /// <summary>Refuses the definition when anything is wrong with it.</summary>
    /// <exception cref="DefinitionException">Something was reported.</exception>
    public void ThrowIfAny()
    {
        if (_found.Count > 0)
        {
            throw new DefinitionException([.. _found]);
        }
    }
}
