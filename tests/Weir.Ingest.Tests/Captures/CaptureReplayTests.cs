using Weir.Ingest.Captures;
using Weir.Testing;

namespace Weir.Ingest.Tests.Captures;

public sealed class CaptureReplayTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"weir-replay-{Guid.NewGuid():N}.pcap");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task RunAsync_AnySpeed_ShowsTheSinkTheSame()
    {
        WriteRandom();
        List<string> fast = await PlayAsync(new ReplayOptions { Speed = double.PositiveInfinity });
        List<string> real = await PlayAsync(new ReplayOptions { Speed = 1 });
        List<string> tenfold = await PlayAsync(new ReplayOptions { Speed = 10 });
        Assert.True(fast.Count > 200);
        Assert.Equal(fast, real);
        Assert.Equal(fast, tenfold);
    }

    [Fact]
    public async Task RunAsync_RealTime_WaitsForEachDatagram()
    {
        Write((10, 0), (10, 40_000), (12, 0));
        RecordingSink sink = new();
        ManualTime time = new();
        Task<ReplayResult> run = new CaptureReplay(_path, new ReplayOptions(), sink, time).RunAsync(Cancel);
        Assert.Equal(1, sink.Datagrams);
        time.Advance(TimeSpan.FromMilliseconds(39));
        Assert.Equal(1, sink.Datagrams);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(await Condition.HoldsAsync(() => sink.Datagrams == 2, Cancel));
        await DriveAsync(time, run);
        Assert.Equal(3, sink.Datagrams);
        Assert.Equal(TimeSpan.FromSeconds(2), time.GetElapsedTime(0));
    }

    [Fact]
    public async Task RunAsync_Silence_IsSteppedThrough()
    {
        Write((10, 0), (10, 350_000));
        List<string> calls = await PlayAsync(Fast());
        Assert.Equal(["D 10000000", "A 10100000", "A 10200000", "A 10300000", "D 10350000"], calls.Select(Head));
    }

    [Fact]
    public async Task RunAsync_SilenceOfYears_IsJumpedOver()
    {
        Write((10, 0), (2_000_000_000, 0));
        RecordingSink sink = new();
        ReplayResult result = await new CaptureReplay(_path, Fast(), sink, TimeProvider.System).RunAsync(Cancel);
        Assert.Equal(36_000, sink.Advances);
        Assert.Equal(2_000_000_000_000_000, result.LastTimeUs);
    }

    [Fact]
    public async Task RunAsync_TimeStampsOfThePast_NeverTurnTimeBack()
    {
        Write((10, 50), (9, 0), (10, 20), (10, 60));
        RecordingSink sink = new();
        ReplayResult result = await new CaptureReplay(_path, Fast(), sink, TimeProvider.System).RunAsync(Cancel);
        Assert.Equal(["D 10000050", "D 10000050", "D 10000050", "D 10000060"], sink.Calls.Select(Head));
        Assert.Equal(2, result.OutOfOrder);
        Assert.Equal((10_000_050, 10_000_060, 4), (result.FirstTimeUs, result.LastTimeUs, result.Datagrams));
    }

    [Fact]
    public async Task RunAsync_Drain_MovesTimeOn()
    {
        Write((10, 0));
        ReplayOptions options = Fast();
        options.Drain = TimeSpan.FromMilliseconds(250);
        Assert.Equal(["D 10000000", "A 10100000", "A 10200000", "A 10250000"], (await PlayAsync(options)).Select(Head));
    }

    [Fact]
    public async Task RunAsync_Loop_GoesOnInTimeUntilCancelled()
    {
        Write((10, 0), (10, 50_000));
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        RecordingSink sink = new();
        sink.OnDatagram = (_, _) => Assert.True(sink.Datagrams < 5 || TryCancel(stop));
        ReplayOptions options = Fast();
        options.Loop = true;
        CaptureReplay replay = new(_path, options, sink, TimeProvider.System);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => replay.RunAsync(stop.Token));
        string[] expected = ["D 10000000", "D 10050000", "D 10150000", "D 10200000", "D 10300000", "D 10350000"];
        Assert.Equal(expected, sink.Calls.Select(Head));
    }

    [Fact]
    public async Task RunAsync_LoopOverNothing_Ends()
    {
        Write();
        ReplayOptions options = Fast();
        options.Loop = true;
        Assert.Empty(await PlayAsync(options));
    }

    [Fact]
    public async Task RunAsync_Settle_IsCalledBetweenAndAtTheEnd()
    {
        Write((10, 0), (10, 1), (10, 2), (10, 3), (10, 4));
        RecordingSink sink = new();
        List<long> at = [];
        ReplayOptions options = Fast();
        options.SettleEvery = 2;
        options.Settle = _ =>
        {
            at.Add(sink.Datagrams);
            return Task.CompletedTask;
        };
        await new CaptureReplay(_path, options, sink, TimeProvider.System).RunAsync(Cancel);
        Assert.Equal([2, 4, 5], at);
    }

    [Fact]
    public async Task RunAsync_Progress_EndsAtHundredPercent()
    {
        Write((10, 0), (11, 0));
        LastProgress progress = new();
        await new CaptureReplay(_path, Fast(), new RecordingSink(), TimeProvider.System, progress).RunAsync(Cancel);
        Assert.Equal(new ReplayProgress(2, 6, 100, 11_000_000, 1), progress.Last);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Constructor_ImpossibleSpeed_Throws(double speed)
    {
        Assert.Throws<IngestException>(() => new CaptureReplay(_path, new ReplayOptions { Speed = speed }, new RecordingSink(), TimeProvider.System));
    }

    [Fact]
    public void MemoryCapture_Load_HoldsEveryDatagram()
    {
        Write((10, 50), (9, 0), (11, 0));
        MemoryCapture capture = MemoryCapture.Load(_path, new CaptureOptions());
        Assert.Equal((3, 9), (capture.Count, capture.Bytes));
        Assert.Equal([10_000_050, 10_000_050, 11_000_000], Enumerable.Range(0, 3).Select(capture.TimeUs));
        Assert.Equal([2, 2, 2], capture.Payload(2).ToArray());
        Assert.Equal("10.0.0.1", capture.Source(0).ToString());
    }

    private static ReplayOptions Fast() => new() { Speed = double.PositiveInfinity };

    private static string Head(string call) => string.Join(' ', call.Split(' ')[..2]);

    private static bool TryCancel(CancellationTokenSource source)
    {
        source.Cancel();
        return true;
    }

    private async Task<List<string>> PlayAsync(ReplayOptions options)
    {
        RecordingSink sink = new();
        ManualTime time = new();
        await DriveAsync(time, new CaptureReplay(_path, options, sink, time).RunAsync(Cancel));
        Assert.False(sink.WentBackwards);
        Assert.False(sink.WasMisused);
        return sink.Calls;
    }

    // Moves the clock a little whenever the replay waits for it.
    private static async Task DriveAsync(ManualTime time, Task run)
    {
        while (!run.IsCompleted)
        {
            Assert.True(await Condition.HoldsAsync(() => run.IsCompleted || time.WaitingTimers > 0, Cancel));
            if (!run.IsCompleted)
            {
                time.AdvanceToNextTimer();
            }
        }

        await run;
    }

    private void WriteRandom()
    {
        Random random = new(5);
        long timeUs = 1_700_000_000_000_000;
        List<(uint, uint)> times = [];
        for (int i = 0; i < 200; i++)
        {
            timeUs += random.Next(10) == 0 ? random.Next(900_000) : random.Next(-2_000, 9_000);
            times.Add(((uint)(timeUs / 1_000_000), (uint)(timeUs % 1_000_000)));
        }

        Write([.. times]);
    }

    private void Write(params (uint Seconds, uint Microseconds)[] times)
    {
        CaptureBuilder file = new CaptureBuilder().PcapHeader();
        for (int i = 0; i < times.Length; i++)
        {
            byte mark = (byte)i;
            file.PcapPacket(times[i].Seconds, times[i].Microseconds, Packets.Ethernet(Packets.V4(Packets.Udp([mark, mark, mark]))));
        }

        File.WriteAllBytes(_path, file.Bytes);
    }

    private sealed class LastProgress : IProgress<ReplayProgress>
    {
        public ReplayProgress Last { get; private set; }

        public void Report(ReplayProgress value) => Last = value;
    }
}
