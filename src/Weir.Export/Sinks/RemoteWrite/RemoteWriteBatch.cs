namespace Weir.Export.Sinks.RemoteWrite;

/// <summary>What one request holds: series with samples, and series that end.</summary>
/// <param name="Series">Series with at least one sample each.</param>
/// <param name="Ended">Series that get a stale marker and nothing else.</param>
/// <param name="NewestMs">Newest time of the points, in ms.</param>
internal sealed record RemoteWriteBatch(IReadOnlyList<RemoteSeries> Series, IReadOnlyList<RemoteSeries> Ended, long NewestMs)
{
    private const int Gauge = 2; // Metadata.MetricType of version 2.0

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

            WriteSamples(series, part, item);
            request.WriteMessage(1, series.Written);
        }

        return request.Written;
    }

    /// <summary>The message <c>io.prometheus.write.v2.Request</c> of remote write 2.0, not yet packed: every text once, labels by its number.</summary>
    public ReadOnlySpan<byte> EncodeVersion2(ProtoWriter request)
    {
        // The first symbol is the empty text, which stands for none.
        Dictionary<string, uint> symbols = new(StringComparer.Ordinal) { [""] = 0 };
        request.WriteText(4, "");
        foreach (KeyValuePair<string, string> label in Series.Concat(Ended).SelectMany(item => item.Labels))
        {
            Intern(label.Key);
            Intern(label.Value);
        }

        ProtoWriter series = new();
        ProtoWriter part = new();
        foreach (RemoteSeries item in Series.Concat(Ended))
        {
            part.Clear();
            foreach ((string name, string value) in item.Labels)
            {
                part.WriteVarint(symbols[name]);
                part.WriteVarint(symbols[value]);
            }

            series.Clear();
            series.WriteMessage(1, part.Written);
            WriteSamples(series, part, item);

            // What Weir sends is a value at a time, rates among them: a gauge.
            part.Clear();
            part.WriteInt64(1, Gauge);
            series.WriteMessage(5, part.Written);
            request.WriteMessage(5, series.Written);
        }

        return request.Written;

        void Intern(string text)
        {
            if (symbols.TryAdd(text, (uint)symbols.Count))
            {
                request.WriteText(4, text);
            }
        }
    }

    private static void WriteSamples(ProtoWriter series, ProtoWriter part, RemoteSeries item)
    {
        foreach ((long timeMs, ulong bits) in item.Samples)
        {
            part.Clear();
            part.WriteDoubleBits(1, bits);
            part.WriteInt64(2, timeMs);
            series.WriteMessage(2, part.Written);
        }
    }
}
