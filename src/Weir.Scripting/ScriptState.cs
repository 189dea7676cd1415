namespace Weir.Scripting;

/// <summary>Where a script is in its life.</summary>
public enum ScriptState
{
    /// <summary>Its process was started and its top level runs.</summary>
    Starting,

    /// <summary>Its top level ran; handlers are called.</summary>
    Running,

    /// <summary>Its process ended unexpectedly; a new one follows after a pause.</summary>
    Restarting,

    /// <summary>It cannot run: the file is missing, has an error or threw at its top level. Not tried again.</summary>
    Failed,

    /// <summary>It was stopped with the server.</summary>
    Stopped,
}
