namespace Weir.Server.Verbs;

/// <summary>A verb cannot go on; the message is the one clear line its user sees.</summary>
public sealed class VerbException(string message) : Exception(message);
