namespace Weir.Export.Sinks.Alertmanager;

/// <summary>An alert that is remembered.</summary>
/// <param name="Alert">As it was last sent.</param>
/// <param name="Ended">True once it has ended.</param>
internal readonly record struct AlertEntry(Alert Alert, bool Ended);
