namespace Weir.Analytics.Queries;

/// <summary>A number of a data source with the names that tell it apart from others.</summary>
/// <param name="Agent">Agent address.</param>
/// <param name="DataSource">Data source text.</param>
/// <param name="IfName">Name of the interface; null when unknown.</param>
/// <param name="VirtualHost">Name of the virtual machine or container; null when unknown.</param>
/// <param name="Host">Name of the host the agent runs on, else of the one node of the topology that has the agent; null when unknown.</param>
/// <param name="Value">The number.</param>
public readonly record struct SeriesRow(string Agent, string DataSource, string? IfName, string? VirtualHost, string? Host, double Value);
