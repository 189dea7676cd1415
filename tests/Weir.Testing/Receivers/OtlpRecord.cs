namespace Weir.Testing.Receivers;

/// <summary>A log record that was kept.</summary>
/// <param name="Resource">Attributes of its resource.</param>
/// <param name="TimeNs">When, in ns since the epoch.</param>
/// <param name="Severity">Severity number.</param>
/// <param name="Level">Severity text.</param>
/// <param name="Body">Body as text.</param>
/// <param name="Attributes">Attributes; values are string, bool, long or double.</param>
public sealed record OtlpRecord(
    IReadOnlyDictionary<string, object> Resource, long TimeNs, int Severity, string Level, string Body, IReadOnlyDictionary<string, object> Attributes);
