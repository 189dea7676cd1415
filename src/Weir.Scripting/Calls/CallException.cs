namespace Weir.Scripting.Calls;

/// <summary>A call cannot be done: the script gets an Error with this message.</summary>
internal sealed class CallException(string message) : Exception(message);
