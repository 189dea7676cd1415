namespace Weir.Export.Sinks;

/// <summary>What stands for a setting that was refused: the sink is thrown away before it is used.</summary>
internal static class Placeholder
{
    /// <summary>An address that is never called.</summary>
    public static Uri Url { get; } = new("http://localhost:9/");
}
