namespace Weir.Export.Events;

/// <summary>The kinds of events that Weir makes itself; scripts may use any other word.</summary>
public static class EventKinds
{
    /// <summary>A threshold was crossed.</summary>
    public const string Threshold = "threshold";

    /// <summary>A flow record of a definition that is routed to sinks.</summary>
    public const string FlowLog = "flow";

    /// <summary>Life cycle of an attack: begun, changed, ended.</summary>
    public const string Incident = "incident";

    /// <summary>A mitigation was applied or withdrawn.</summary>
    public const string Mitigation = "mitigation";

    /// <summary>Weir about itself: started, stopping, a sink that fails, events lost.</summary>
    public const string SelfCheck = "selfcheck";

    /// <summary>Made by a script that named no kind.</summary>
    public const string ScriptMade = "script";

    /// <summary>Who changed what.</summary>
    public const string Audit = "audit";
}
