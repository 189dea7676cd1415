using Weir.Export.Events;
using Weir.Export.Spool;

namespace Weir.Export.Tests.Spool;

/// <summary>The spool beside a list that does the same the plain way, under random use.</summary>
public class SpoolModelTests
{
    private const int Rounds = 15;
    private const int Steps = 120;

    [Fact]
    public async Task Spool_RandomUseWithCrashes_AgreesWithAList()
    {
        for (int seed = 1; seed <= Rounds; seed++)
        {
            await RunAsync(seed);
        }
    }

    private static async Task RunAsync(int seed)
    {
        Random random = new(seed);
        Model model = new();
        SpoolFolder folder = new();
        EventSpool spool = folder.Open(Small(folder));
        Dictionary<string, ISpoolReader> readers = [];
        for (int step = 0; step < Steps; step++)
        {
            switch (random.Next(12))
            {
                case < 5:
                    await AppendAsync(random, spool, model);
                    break;
                case < 9:
                    await UseReaderAsync(random, spool, model, readers);
                    break;
                case 9 when readers.Count > 0:
                    string gone = readers.Keys.ElementAt(random.Next(readers.Count));
                    readers[gone].Dispose();
                    readers.Remove(gone);
                    break;
                case 10:
                    readers.Clear();
                    await spool.DisposeAsync();
                    spool = folder.Open(Small(folder));
                    break;
                case 11:
                    (folder, spool) = await CrashAsync(random, folder, spool, model);
                    readers.Clear();
                    break;
            }

            Assert.Equal(model.Events.Count, spool.Range.Last);
        }

        Assert.Equal(model.Events, SpoolFolder.All(spool).Select(one => one.Event.Id));
        await spool.DisposeAsync();
        folder.Dispose();
    }

    private static SpoolOptions Small(SpoolFolder folder) => folder.Options with { CachedEvents = 16, CursorInterval = TimeSpan.FromMilliseconds(1) };

    private static async Task AppendAsync(Random random, EventSpool spool, Model model)
    {
        for (int i = random.Next(1, 12); i > 0; i--)
        {
            // Some ids come a second time, now or much later.
            int number = random.Next(4) == 0 ? random.Next(1, model.Next) : model.Next++;
            string id = SpoolFolder.Event(number).Id;
            int at = model.Events.IndexOf(id);
            if (at < 0)
            {
                model.Events.Add(id);
            }

            string padding = new('p', random.Next(10) == 0 ? 60_000 : random.Next(200));
            long sequence = await spool.AppendAsync(SpoolFolder.Event(number, padding), CancellationToken.None);
            Assert.Equal(at < 0 ? model.Events.Count : at + 1, sequence);
        }
    }

    private static async Task UseReaderAsync(Random random, EventSpool spool, Model model, Dictionary<string, ISpoolReader> readers)
    {
        string name = $"r{random.Next(4)}";
        if (!readers.TryGetValue(name, out ISpoolReader? reader))
        {
            bool fromOldest = random.Next(2) == 0;
            reader = readers[name] = spool.OpenReader(name, fromOldest);
            model.Committed.TryAdd(name, fromOldest ? 0 : model.Events.Count);

            // A crash may have taken back the last places, by design.
            Assert.InRange(reader.Committed, 0, model.Committed[name]);
            model.Committed[name] = reader.Committed;
            model.Read[name] = reader.Committed;
        }

        if (random.Next(5) == 0)
        {
            reader.Rewind();
            model.Read[name] = model.Committed[name];
        }

        if (model.Read[name] < model.Events.Count)
        {
            IReadOnlyList<SpooledEvent> read = await reader.ReadAsync(random.Next(1, 30), 200_000, CancellationToken.None);
            Assert.Equal(model.Events.Skip((int)model.Read[name]).Take(read.Count), SpoolFolder.Ids(read));
            model.Read[name] += read.Count;
        }

        if (random.Next(2) == 0)
        {
            model.Committed[name] = Math.Max(model.Committed[name], model.Read[name] - random.Next(5));
            reader.Commit(model.Committed[name]);
        }

        Assert.Equal(model.Committed[name], reader.Committed);
        Assert.Equal(model.Events.Count - model.Committed[name], reader.Waiting);
        Assert.Equal(0, reader.Lost);
    }

    // What a kill leaves: the files as they are, with part of a record behind the end as a write that was under way leaves it.
    private static async Task<(SpoolFolder Folder, EventSpool Spool)> CrashAsync(Random random, SpoolFolder folder, EventSpool spool, Model model)
    {
        SpoolFolder left = folder.Copy();
        await spool.DisposeAsync();
        folder.Dispose();
        if (left.Segments() is { Length: > 0 } segments)
        {
            byte[] json = EventJson.ToBytes(SpoolFolder.Event(model.Next));
            byte[] record = new byte[SpoolRecord.HeaderSize + json.Length];
            json.CopyTo(record, SpoolRecord.HeaderSize);
            SpoolRecord.Seal(record, model.Events.Count + 1);
            File.AppendAllBytes(segments[^1], record[..random.Next(record.Length)]);
        }

        return (left, left.Open(Small(left)));
    }

    private sealed class Model
    {
        public List<string> Events { get; } = [];

        public Dictionary<string, long> Committed { get; } = [];

        public Dictionary<string, long> Read { get; } = [];

        public int Next { get; set; } = 2;
    }
}
