using System.Buffers;
using System.Globalization;
using Weir.Export.Events;

namespace Weir.Export.Sinks.Loki;

/// <summary>What to do with entries that Loki calls too new: held until their time has come, for an hour at most.</summary>
/// <remarks>
/// Loki refuses what lies more than <c>creation_grace_period</c> (10 minutes) ahead of its clock. Events get there when a clock was set back, ours or
/// Loki's: they become acceptable by waiting. What lies further ahead than waiting may last is none of these, and is given up at once.
/// </remarks>
internal sealed class LokiFuture(TimeProvider time)
{
    /// <summary>Longest wait for one sink's entries in a row.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Loki asks for no pause here; a trial a minute is enough.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private const string Words = "has timestamp too new: ";
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10); // Loki's creation_grace_period.

    private static readonly SearchValues<char> StampEnds = SearchValues.Create("',;\n\" ");

    private long? _since;
    private bool _sawSome;

    /// <summary>Whether something was held since <see cref="Begin"/>.</summary>
    public bool Holds { get; private set; }

    /// <summary>The earliest time that a text calls too new, in ns since the epoch, whole seconds; null when it calls none so.</summary>
    public static long? Earliest(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        long? earliest = null;
        int at = 0;
        while (text.IndexOf(Words, at, StringComparison.Ordinal) is int found and >= 0)
        {
            at = found + Words.Length;
            int end = text.AsSpan(at).IndexOfAny(StampEnds);
            ReadOnlySpan<char> stamp = text.AsSpan(at, end < 0 ? text.Length - at : end);
            if (DateTimeOffset.TryParse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset named))
            {
                earliest = Math.Min(earliest ?? long.MaxValue, named.ToUnixTimeSeconds() * 1_000_000_000);
            }
        }

        return earliest;
    }

    /// <summary>A delivery begins.</summary>
    public void Begin() => (Holds, _sawSome) = (false, false);

    /// <summary>A delivery ended with Loki's word: without entries too new among them, the next that is has its hour again.</summary>
    public void End()
    {
        if (!_sawSome)
        {
            _since = null;
        }
    }

    /// <summary>True when waiting may help for an event that Loki called too new.</summary>
    public bool MayHold(WeirEvent item)
    {
        long now = time.GetTimestamp();
        _sawSome = true;
        _since ??= now;
        long aheadNs = item.TimeNs - ((time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100);
        bool may = aheadNs <= (Longest + Grace).Ticks * 100 && time.GetElapsedTime(_since.Value, now) < Longest;
        Holds |= may;
        return may;
    }
}
