using System.Runtime.InteropServices;
using Weir.Bgp.Addressing;

namespace Weir.Bgp.Rib;

/// <summary>
/// Traffic per second by the prefix that routed it: decaying averages like those of flows (prefixes as in RFC 4271 section 4.3). A constant
/// rate reads as itself from the first moment on, because the bias of the start is divided out. Holds at most the number of prefixes given,
/// 56 octets each; when it is full, prefixes that have all but decayed make room, else the newcomer is counted in <see cref="Dropped"/>.
/// Thread-safe.
/// </summary>
public sealed class PrefixTraffic
{
    // Three thousandths of the value is left after six time constants: such an entry no longer matters.
    private const double ForgottenAfter = 6;

    private readonly Lock _gate = new();
    private readonly Dictionary<IpPrefix, Entry> _entries = [];
    private readonly double _timeConstantUs;
    private readonly int _capacity;
    private double _total;
    private long _totalAtUs;
    private long _startUs = long.MinValue;
    private long _sweptAtUs = long.MinValue;
    private long _dropped;

    /// <summary>Starts empty.</summary>
    /// <param name="timeConstant">Time constant of the averages.</param>
    /// <param name="capacity">Most prefixes held.</param>
    public PrefixTraffic(TimeSpan timeConstant, int capacity = 100_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeConstant, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _timeConstantUs = timeConstant.TotalMicroseconds;
        _capacity = capacity;
    }

    /// <summary>Samples whose prefix found no place; their traffic counts in the total alone.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Adds a sample.</summary>
    /// <param name="prefix">The prefix that routed it.</param>
    /// <param name="amount">Its value, scaled by the sampling rate.</param>
    /// <param name="timeUs">Engine time in microseconds; earlier than before counts as now.</param>
    public void Add(IpPrefix prefix, double amount, long timeUs)
    {
        lock (_gate)
        {
            _startUs = _startUs == long.MinValue ? timeUs : _startUs;
            _total = (_total * Decay(timeUs - _totalAtUs)) + amount;
            _totalAtUs = Math.Max(_totalAtUs, timeUs);
            if (_entries.Count >= _capacity && !_entries.ContainsKey(prefix) && !TryMakeRoom(timeUs))
            {
                Interlocked.Increment(ref _dropped);
                return;
            }

            ref Entry entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, prefix, out _);
            entry = new Entry((entry.Sum * Decay(timeUs - entry.AtUs)) + amount, Math.Max(entry.AtUs, timeUs));
        }
    }

    /// <summary>Ranks the prefixes.</summary>
    /// <param name="count">Most entries wanted.</param>
    /// <param name="minValue">Least traffic per second.</param>
    /// <param name="isV6">Which family.</param>
    /// <param name="minLength">Least prefix length.</param>
    /// <param name="includeCovered">Whether prefixes that another one of the list covers stay in it.</param>
    /// <param name="nowUs">Engine time in microseconds.</param>
    public TopPrefixList Top(int count, double minValue, bool isV6, int minLength, bool includeCovered, long nowUs)
    {
        lock (_gate)
        {
            double bias = 1 - Decay(Math.Max(1, nowUs - _startUs));
            double scale = _startUs == long.MinValue ? 0 : 1e6 / (_timeConstantUs * bias);
            List<TopPrefix> ranked = [.. _entries
                .Where(e => e.Key.IsV6 == isV6 && e.Key.Length >= minLength)
                .Select(e => new TopPrefix(e.Key, e.Value.Sum * Decay(nowUs - e.Value.AtUs) * scale, null))
                .Where(e => e.Value > 0 && e.Value >= minValue)
                .OrderByDescending(static e => e.Value)
                .Take(Math.Max(0, count))];
            HashSet<IpPrefix> listed = [.. ranked.Select(static e => e.Prefix)];
            List<TopPrefix> result = [.. ranked.Select(e => e with { Parent = ParentOf(e.Prefix, listed) }).Where(e => includeCovered || e.Parent is null)];
            return new TopPrefixList(result, _total * Decay(nowUs - _totalAtUs) * scale, result.Sum(static e => e.Value));
        }
    }

    private static IpPrefix? ParentOf(IpPrefix prefix, HashSet<IpPrefix> listed)
    {
        for (int length = prefix.Length - 1; length >= 0; length--)
        {
            IpPrefix candidate = prefix with { Bits = prefix.Bits & IpPrefix.Mask(length), Length = (byte)length };
            if (listed.Contains(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    private double Decay(long elapsedUs) => elapsedUs <= 0 ? 1 : Math.Exp(-elapsedUs / _timeConstantUs);

    // A sweep costs a walk over the table, so there is at most one in a time constant.
    private bool TryMakeRoom(long timeUs)
    {
        if (_sweptAtUs != long.MinValue && timeUs - _sweptAtUs < _timeConstantUs)
        {
            return false;
        }

        _sweptAtUs = timeUs;
        foreach ((IpPrefix prefix, Entry entry) in _entries)
        {
            if (timeUs - entry.AtUs > ForgottenAfter * _timeConstantUs)
            {
                _entries.Remove(prefix);
            }
        }

        return _entries.Count < _capacity;
    }

    private readonly record struct Entry(double Sum, long AtUs);
}
