using Weir.Wire;

namespace Weir.Analytics.Agents;

/// <summary>Who sent datagrams that name no agent because they could not be read at all, by UDP source and reason.</summary>
/// <remarks>
/// Holds at most <see cref="Capacity"/> sources, so that spoofed addresses cost no memory; those that come later are counted together.
/// Single writer; readers come through the shard's gate.
/// </remarks>
public sealed class RefusedSources
{
    /// <summary>Sources kept apart.</summary>
    public const int Capacity = 256;

    /// <summary>How long a source is not spoken of again: an hour, in microseconds.</summary>
    internal const long NoticeIntervalUs = 3_600_000_000;

    private readonly Dictionary<NetworkAddress, Entry> _sources = [];
    private readonly Entry _others = new();

    /// <summary>Datagrams by source and <see cref="DecodeError"/>, in no order.</summary>
    public IEnumerable<(string Source, IReadOnlyList<long> Errors)> All =>
        _sources.Select(static s => (s.Key.ToString(), (IReadOnlyList<long>)s.Value.Errors)).Append(("other", _others.Errors));

    /// <summary>Counts a datagram.</summary>
    /// <param name="source">UDP source address.</param>
    /// <param name="error">Why it could not be read.</param>
    /// <param name="timeUs">Engine time in microseconds.</param>
    /// <returns>True when the source is worth a word now: never spoken of, or not for <see cref="NoticeIntervalUs"/>.</returns>
    public bool Count(NetworkAddress source, DecodeError error, long timeUs)
    {
        if (!_sources.TryGetValue(source, out Entry? entry))
        {
            entry = _sources.Count < Capacity ? _sources[source] = new Entry() : _others;
        }

        entry.Errors[(int)error]++;
        if (error != DecodeError.NetFlow || (entry.NoticedUs is { } noticed && timeUs - noticed < NoticeIntervalUs))
        {
            return false;
        }

        entry.NoticedUs = timeUs;
        return true;
    }

    private sealed class Entry
    {
        public long[] Errors { get; } = new long[Enum.GetValues<DecodeError>().Length];

        public long? NoticedUs { get; set; }
    }
}
