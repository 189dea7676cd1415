namespace Weir.Export.Sinks.Teams;

/// <summary>Which of Teams' two webhooks.</summary>
internal enum TeamsStyle
{
    /// <summary>A workflow: adaptive cards, answered 202.</summary>
    Workflow,

    /// <summary>An old connector: message cards, answered 200 and <c>1</c>.</summary>
    Connector,
}
