using Weir.Wire;

namespace Weir.Analytics.Flows.Keys;

/// <summary>The numbers every kind of transaction record states: HTTP 0:2206 and 0:2201, application 0:2202, memcached 0:2200.</summary>
/// <param name="Tag">The record they come from.</param>
/// <param name="RequestBytes">Bytes of the request; 0 for memcached.</param>
/// <param name="ResponseBytes">Bytes of the response; the value's size for memcached.</param>
/// <param name="DurationUs">Duration in microseconds.</param>
/// <param name="Status">Status code, in the record's own numbering.</param>
internal readonly record struct TransactionFigures(uint Tag, ulong RequestBytes, ulong ResponseBytes, uint DurationUs, uint Status)
{
    private const uint Memcache = 2200;
    private const uint HttpOld = 2201;
    private const uint Application = 2202;
    private const uint Http = 2206;
    private const int ApplicationStrings = 4;

    /// <summary>Reads from the first transaction record of the sample; false when there is none or it is cut.</summary>
    public static bool TryRead(scoped ref SampleContext sample, out TransactionFigures figures)
    {
        figures = default;
        for (int i = 0; i < sample.RecordCount; i++)
        {
            RecordPosition record = sample.RecordAt(i);
            if (record.Tag is Memcache or HttpOld or Application or Http)
            {
                XdrReader reader = new(sample.BodyOf(record));
                return record.Tag == Memcache ? TryReadMemcache(ref reader, out figures) : TryReadSized(ref reader, record.Tag, out figures);
            }
        }

        return false;
    }

    private static bool TryReadMemcache(scoped ref XdrReader reader, out TransactionFigures figures)
    {
        figures = default;
        if (!reader.TrySkip(8)
            || !reader.TryReadOpaque(out _)
            || !reader.TrySkip(4)
            || !reader.TryReadUInt32(out uint bytes)
            || !reader.TryReadUInt32(out uint duration)
            || !reader.TryReadUInt32(out uint status))
        {
            return false;
        }

        figures = new TransactionFigures(Memcache, 0, bytes, duration, status);
        return true;
    }

    private static bool TryReadSized(scoped ref XdrReader reader, uint tag, out TransactionFigures figures)
    {
        figures = default;
        bool skipped = tag == Application ? TrySkipStrings(ref reader) : ApplicationKeys.TrySkipHttpStrings(ref reader, tag);
        if (!skipped
            || !reader.TryReadUInt64(out ulong request)
            || !reader.TryReadUInt64(out ulong response)
            || !reader.TryReadUInt32(out uint duration)
            || !reader.TryReadUInt32(out uint status))
        {
            return false;
        }

        figures = new TransactionFigures(tag, request, response, duration, status);
        return true;
    }

    private static bool TrySkipStrings(scoped ref XdrReader reader)
    {
        for (int i = 0; i < ApplicationStrings; i++)
        {
            if (!reader.TryReadOpaque(out _))
            {
                return false;
            }
        }

        return true;
    }
}
