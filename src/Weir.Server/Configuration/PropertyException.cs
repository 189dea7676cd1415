namespace Weir.Server.Configuration;

/// <summary>A property or a property file is wrong; the message says which and why. Fatal at start.</summary>
public sealed class PropertyException(string message) : Exception(message);
