using Weir.Export.Settings;

namespace Weir.Export.Delivery;

/// <summary>A configured sink as it may be shown: settings masked, with its health.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">Type.</param>
/// <param name="Origin">Where it was configured.</param>
/// <param name="Settings">Its settings, secrets masked.</param>
/// <param name="Events">Health of its delivery of events; null when it takes none.</param>
/// <param name="Metrics">Health of its delivery of metrics; null when it takes none.</param>
public sealed record SinkDisplay(string Name, string Type, string Origin, IReadOnlyDictionary<string, SettingNode> Settings, SinkHealth? Events, SinkHealth? Metrics);
