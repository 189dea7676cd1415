namespace Weir.Export.Sinks.RemoteWrite;

/// <summary>What one request holds: series with samples, and series that end.</summary>
/// <param name="Series">Series with at least one sample each.</param>
/// <param name="Ended">Series that get a stale marker and nothing else.</param>
/// <param name="NewestMs">Newest time of the points, in ms.</param>
internal sealed record RemoteWriteBatch(IReadOnlyList<RemoteSeries> Series, IReadOnlyList<RemoteSeries> Ended, long NewestMs)
{
    /// <summary>The message <c>prometheus.WriteRequest</c> of remote write 1.0, not yet packed.</summary>
    public ReadOnlySpan<byte> Encode(ProtoWriter request)
    {
        ProtoWriter series = new();
        ProtoWriter part = new();
        foreach (RemoteSeries item in Series.Concat(Ended))
        {
            series.Clear();
            foreach ((string name, string value) in item.Labels)
            {
                part.Clear();
                part.WriteText(1, name);
                part.WriteText(2, value);
                series.WriteMessage(1, part.Written);
            }

            foreach ((long timeMs, ulong bits) in item.Samples)
            {
                part.Clear();
                part.WriteDoubleBits(1, bits);
                part.WriteInt64(2, timeMs);
                series.WriteMessage(2, part.Written);
            }

            request.WriteMessage(1, series.Written);
        }

        return request.Written;
    }
}
