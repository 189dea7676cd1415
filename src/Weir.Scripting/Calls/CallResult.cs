namespace Weir.Scripting.Calls;

/// <summary>Special answers of calls; anything else is written as JSON.</summary>
internal static class CallResult
{
    /// <summary>The call returns undefined.</summary>
    public static readonly object Nothing = new();
}
