namespace Weir.Export.Sinks.RemoteWrite;

/// <summary>One time series of a request.</summary>
internal sealed class RemoteSeries
{
    /// <summary>Bits of the NaN with which a series ends; any other NaN is a mere value.</summary>
    public const ulong StaleMarker = 0x7ff0_0000_0000_0002;

    /// <summary>Identity: names and values of the labels, each ended by a character that neither may hold.</summary>
    public required string Key { get; init; }

    /// <summary>Labels with <c>__name__</c>, ordered by name, unique, none empty.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; }

    /// <summary>Times in ms and bits of the values, in order of time.</summary>
    public List<(long TimeMs, ulong Bits)> Samples { get; } = [];
}
