using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Export.Delivery;
using Weir.Export.Sinks;
using Weir.Export.Spool;
using Weir.Export.Tests.Delivery;
using Weir.Testing;

namespace Weir.Export.Tests.Spool;

/// <summary>Detection waits for nothing: handing an event over takes no lock that anybody holds while a disk or a receiver keeps him waiting, and does no input or output.</summary>
public class HandOverTests
{
    private const int Events = 10_000;

    [Fact]
    public async Task TryPost_DiskAndReceiverHang_GoesOnAndTouchesNoDisk()
    {
        using SpoolFolder folder = new();
        FaultyDisk disk = new();
        await using EventSpool spool = folder.Open(disk: disk);
        using ManualResetEventSlim answers = new(false);
        ScriptedSink sink = new()
        {
            Judge = _ =>
            {
                answers.Wait();
                return SendResult.Accepted;
            },
        };
        await using DeliveryService delivery = Delivery(folder, spool, sink);
        Assert.Empty(await delivery.ApplyAsync([DeliveryBench.Definition("s", ("start", "oldest"))], CancellationToken.None));
        await SpoolFolder.AppendAsync(spool, 1, 3);
        Assert.True(await SpoolFolder.HoldsAsync(() => delivery.Sinks[0].Events!.Requests > 0));

        // From here the sink's worker hangs in its receiver and the spool's thread in its disk, each with whatever locks it holds.
        disk.MaySync.Reset();
        int before = disk.SegmentSyncs;
        Assert.True(spool.TryPost(SpoolFolder.Event(4)));
        Assert.True(await SpoolFolder.HoldsAsync(() => disk.SegmentSyncs > before));
        int taken = 0;
        int thread = 0;
        Thread engine = new(() =>
        {
            thread = Environment.CurrentManagedThreadId;
            for (int i = 0; i < Events; i++)
            {
                taken += spool.TryPost(SpoolFolder.Event(5 + i)) ? 1 : 0;
            }
        });
        engine.Start();
        Assert.True(engine.Join(Condition.Patience), "handing over waits for the disk or a receiver");
        Assert.Equal(Events, taken);
        Assert.False(disk.Threads.ContainsKey(thread), "handing over asked the disk for something");
        Assert.Equal(3, spool.Range.Last);

        disk.MaySync.Set();
        answers.Set();
        Assert.True(await SpoolFolder.HoldsAsync(() => delivery.Sinks[0].Events is { Waiting: 0, Sent: Events + 4 }));
    }

    [Fact]
    public void Queue_HasAGateOfItsOwnAndNothingThatReadsOrWrites()
    {
        // What a thread can meet behind TryPost is in here: lists, numbers, one gate that is private, and the event that wakes the spool's thread.
        Type[] allowed = [typeof(List<QueuedEvent>), typeof(Lock), typeof(AutoResetEvent), typeof(int), typeof(long), typeof(bool)];
        FieldInfo[] fields = typeof(SpoolQueue).GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public);
        Assert.All(fields, field => Assert.Contains(field.FieldType, allowed));
        Assert.All(fields.Where(field => field.FieldType == typeof(Lock)), field => Assert.True(field.IsPrivate));
        Assert.DoesNotContain(typeof(SpoolQueue).GetMethods(), method => method.ReturnType == typeof(Lock));
    }

    private static DeliveryService Delivery(SpoolFolder folder, EventSpool spool, ScriptedSink sink) => new(spool, new DeliveryOptions
    {
        Folder = Path.Combine(folder.Path, "sinks"),
        Logs = NullLoggerFactory.Instance,
        HostName = "here",
        Version = "1",
        FindType = _ => new ScriptedType(_ => sink),
    });
}
