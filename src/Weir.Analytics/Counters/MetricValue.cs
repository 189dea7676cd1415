namespace Weir.Analytics.Counters;

/// <summary>Value of a metric: a number, or a text.</summary>
/// <param name="Number">The number; NaN when it is a text or absent.</param>
/// <param name="Text">The text; null when it is a number or absent.</param>
public readonly record struct MetricValue(double Number, string? Text)
{
    /// <summary>No value.</summary>
    public static readonly MetricValue Absent = new(double.NaN, null);

    /// <summary>True when there is no value.</summary>
    public bool IsAbsent => Text is null && double.IsNaN(Number);

    /// <summary>True when it is a number.</summary>
    public bool IsNumber => !double.IsNaN(Number);

    /// <summary>The number or the text, as queries hand it out.</summary>
    public object? ToObject() => Text ?? (IsNumber ? Number : (object?)null);
}
