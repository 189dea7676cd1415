using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Export.Events;
using Weir.Export.Spool;
using Weir.Testing;

namespace Weir.Export.Tests.Spool;

/// <summary>A folder for a spool, removed at the end, and what tests do with it.</summary>
internal sealed class SpoolFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("weir-spool");

    public string Path => _folder.FullName;

    public SpoolOptions Options => new() { Directory = Path, SegmentBytes = 1_000_000, CursorInterval = TimeSpan.FromMilliseconds(10) };

    public static WeirEvent Event(long number, string padding = "") => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"e-{number}"),
        TimeNs = 1_795_317_300_000_000_000 + number,
        Kind = EventKinds.ScriptMade,
        Message = string.Create(CultureInfo.InvariantCulture, $"event {number}{padding}"),
        Fields = [new("n", FieldValue.Of(number)), new("rate", FieldValue.Of(number * 1.5))],
    };

    public EventSpool Open(SpoolOptions? options = null, ISpoolDisk? disk = null, TimeProvider? time = null) =>
        EventSpool.Open(options ?? Options, new SpoolEnvironment(disk ?? new FaultyDisk(), time ?? TimeProvider.System, NullLogger.Instance));

    public string[] Segments() => [.. Directory.GetFiles(Path, "*.segment").Order(StringComparer.Ordinal)];

    /// <summary>A copy of the folder as it is, without the lock.</summary>
    public SpoolFolder Copy()
    {
        SpoolFolder copy = new();
        foreach (string file in Directory.GetFiles(Path).Where(file => System.IO.Path.GetFileName(file) != "lock"))
        {
            File.Copy(file, System.IO.Path.Combine(copy.Path, System.IO.Path.GetFileName(file)));
        }

        return copy;
    }

    /// <summary>Appends events of these numbers and waits for the last.</summary>
    public static async Task<long> AppendAsync(EventSpool spool, long from, long to, string padding = "")
    {
        List<Task<long>> appends = [];
        for (long number = from; number <= to; number++)
        {
            appends.Add(spool.AppendAsync(Event(number, padding), CancellationToken.None).AsTask());
        }

        return (await Task.WhenAll(appends))[^1];
    }

    /// <summary>Everything a spool holds from a sequence on.</summary>
    public static List<SpooledEvent> All(EventSpool spool)
    {
        List<SpooledEvent> all = [];
        long next = 1;
        while (spool.Peek(next, 1_000) is { Count: > 0 } some)
        {
            all.AddRange(some);
            next = some[^1].Sequence + 1;
        }

        return all;
    }

    /// <summary>Reads what there is, in one or more batches.</summary>
    public static async Task<List<SpooledEvent>> DrainAsync(EventSpool spool, ISpoolReader reader, int most = 100)
    {
        List<SpooledEvent> all = [];
        while (all.Count == 0 || all[^1].Sequence < spool.Range.Last)
        {
            all.AddRange(await reader.ReadAsync(most, 1_000_000, CancellationToken.None));
        }

        return all;
    }

    public static IEnumerable<string> Ids(IEnumerable<SpooledEvent> items) => items.Select(one => one.Event.Id);

    public static IEnumerable<string> Ids(long from, long to)
    {
        for (long number = from; number <= to; number++)
        {
            yield return Event(number).Id;
        }
    }

    public static Task<bool> HoldsAsync(Func<bool> condition) => Condition.HoldsAsync(condition, CancellationToken.None);

    public void Dispose() => _folder.Delete(recursive: true);
}
