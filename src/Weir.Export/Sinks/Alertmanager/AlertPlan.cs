namespace Weir.Export.Sinks.Alertmanager;

/// <summary>What a batch of events means: alerts to send, and what is remembered once they were taken.</summary>
/// <param name="Alerts">Alerts in the order of the events.</param>
/// <param name="Changed">What the table will hold, by labels without severity.</param>
internal sealed record AlertPlan(List<Alert> Alerts, Dictionary<string, AlertEntry> Changed);
