using Weir.Export.Delivery;
using Weir.Export.Sinks;

namespace Weir.Export.Tests.Delivery;

public class MetricWorkerTests
{
    [Fact]
    public async Task Post_Points_ArriveInOrderInBatches()
    {
        await using DeliveryBench bench = new();
        await bench.ApplyAsync();
        Assert.True(bench.Service.TakesMetrics);
        bench.Service.Post(Points(1, 6));
        await DeliveryBench.UntilAsync(() => bench.Sink.Taken.Count == 6);
        Assert.Equal(["m1 m2 m3 m4", "m5 m6"], bench.Sink.Requests);
        await DeliveryBench.UntilAsync(() => Health(bench).Sent == 6);
    }

    [Fact]
    public async Task Post_ReceiverIsDown_RetriesTheSameThenGoesOn()
    {
        await using DeliveryBench bench = new();
        bench.Sink.Answers.Enqueue(SendResult.Retry("down"));
        await bench.ApplyAsync();
        bench.Service.Post(Points(1, 2));
        await DeliveryBench.UntilAsync(() => Health(bench).NextAttemptMs is not null && bench.Time.WaitingTimers > 0);
        bench.Service.Post(Points(3, 3));
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await DeliveryBench.UntilAsync(() => bench.Sink.Taken.Count == 3);
        Assert.Equal(["m1 m2", "m1 m2", "m3"], bench.Sink.Requests);
    }

    [Fact]
    public async Task Post_QueueIsFull_DropsTheOldestAndCounts()
    {
        await using DeliveryBench bench = new();
        TaskCompletionSource word = new();
        bench.Sink.Before = _ => word.Task;
        await bench.ApplyAsync();
        bench.Service.Post(Points(1, 1));
        await DeliveryBench.UntilAsync(() => Health(bench).State == SinkState.Sending);
        bench.Service.Post(Points(2, MetricWorker.Capacity + 11));
        Assert.Equal((10, MetricWorker.Capacity), (Health(bench).Lost, Health(bench).Waiting));
        word.SetResult();
        await DeliveryBench.UntilAsync(() => bench.Sink.Requests.Count >= 2);
        Assert.Equal("m12 m13 m14 m15", bench.Sink.Requests[1]);
    }

    [Fact]
    public async Task Post_RefusedTooLargeAndMixed_EachPointIsSettled()
    {
        await using DeliveryBench bench = new();
        bench.Sink.Answers.Enqueue(SendResult.TooLarge("413"));
        bench.Sink.Answers.Enqueue(SendResult.Rejected("HTTP 400"));
        bench.Sink.Answers.Enqueue(SendResult.Mixed([new(SendOutcome.Accepted), new(SendOutcome.Rejected, "bad")]));
        await bench.ApplyAsync();
        bench.Service.Post(Points(1, 4));
        await DeliveryBench.UntilAsync(() => bench.Sink.Requests.Count == 3);
        Assert.Equal(["m1 m2 m3 m4", "m1 m2", "m3 m4"], bench.Sink.Requests);
        await DeliveryBench.UntilAsync(() => Health(bench) is { GivenUp: 3, Sent: 1 });
    }

    [Fact]
    public async Task Stop_PointsWait_AreSentFirst()
    {
        await using DeliveryBench bench = new();
        await bench.ApplyAsync(("batch.age", "1h"));
        bench.Service.Post(Points(1, 2));
        await DeliveryBench.UntilAsync(() => bench.Time.WaitingTimers > 0);
        await bench.Service.StopAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(["m1 m2"], bench.Sink.Requests);
        Assert.Equal(SinkState.Stopped, Health(bench).State);
    }

    private static SinkHealth Health(DeliveryBench bench) => bench.Service.Sinks[0].Metrics!;

    private static List<MetricPoint> Points(int from, int to) =>
        [.. Enumerable.Range(from, to - from + 1).Select(i => new MetricPoint(FormattableString.Invariant($"m{i}"), [], i, i))];
}
