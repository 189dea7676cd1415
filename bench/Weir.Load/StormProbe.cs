using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Weir.Wire;

namespace Weir.Load;

/// <summary>Does trouble at a receiver of events reach detection? Blocks of trials, calm and storm in turn, against one Weir that goes on running.</summary>
/// <remarks>
/// A round is calm, storm, storm, calm with the same attacks in each: sample for sample the same gaps, so that a pair differs by the delivery only. Says
/// <c>weather calm</c> and <c>weather storm</c> on standard output when the receiver must change. Events of a client go on all the time.
/// </remarks>
internal sealed class StormProbe : IDisposable
{
    private const double PacketsPerSecond = 100_000;
    private const uint SamplingRate = 1_000;
    private const uint FrameBytes = 512;
    private const double TrialEvery = 0.1;
    private const double AttackSeconds = 0.8;
    private const int PostsPerSecond = 20;
    private const int EventsPerPost = 5;
    private static readonly bool[] Order = [false, true, true, false];
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan Draining = TimeSpan.FromSeconds(20);

    private readonly StormOptions _options;
    private readonly HandlerListener _listener;
    private readonly HttpClient _http = new();
    private readonly Socket _sender = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly OneSample _attacks = new(0x0aff_ff02, SamplingRate, FrameBytes);
    private readonly OneSample _singles = new(0x0aff_ff03, LatencyProbe.SamplingRate, LatencyProbe.FrameBytes);
    private readonly long[] _requests = new long[2];
    private readonly long[] _retried = new long[2];
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private readonly List<double> _late = [];
    private uint _trials;
    private int _posted;

    public StormProbe(StormOptions options)
    {
        _options = options;
        _listener = new HandlerListener(options.ListenPort);
        _sender.Connect(IPAddress.Loopback, options.SflowPort);
    }

    /// <summary>Runs all rounds.</summary>
    public async Task<StormResult> RunAsync()
    {
        using CancellationTokenSource end = new();
        Task posting = PostAsync(end.Token);
        List<StormTrial[][]> rounds = [];
        for (int round = -1; round < _options.Rounds; round++)
        {
            StormTrial[][] blocks = new StormTrial[Order.Length][];
            for (int block = 0; block < blocks.Length; block++)
            {
                blocks[block] = await BlockAsync(Order[block], _options.Seed + (ulong)(round + 1) * 1_000);
            }

            if (round >= 0)
            {
                rounds.Add(blocks);
            }
            else
            {
                Array.Clear(_requests);
                Array.Clear(_retried);
            }
        }

        await end.CancelAsync();
        await posting;
        ReadLog(rounds);
        return Judge(rounds);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _http.Dispose();
        _sender.Dispose();
    }

    private StormResult Judge(List<StormTrial[][]> rounds)
    {
        Paired Compare(Func<StormTrial, double?> of, int[] a, int[] b) => Paired.Of([.. rounds.Select(r => Both(r, of, a, b))], _options.Seed);
        if (rounds.All(r => Both(r, t => t.AttackMs, [0], [1]).A.Length == 0) || rounds.All(r => Both(r, t => t.SingleMs, [0], [1]).A.Length == 0))
        {
            throw new IOException("no trial was seen in all blocks of its round: are bench/ddos14.js and bench/latency.js running?");
        }

        return new StormResult
        {
            Trials = rounds.Count * _options.Trials * 2,
            Missing = rounds.SelectMany(r => r).SelectMany(b => b).Count(t => t.AttackMs is null || t.SingleMs is null),
            Attack = Compare(t => t.AttackMs, [0, 3], [1, 2]),
            AttackNoise = Compare(t => t.AttackMs, [0], [3]),
            Single = Compare(t => t.SingleMs, [0, 3], [1, 2]),
            SingleNoise = Compare(t => t.SingleMs, [0], [3]),
            CalmRequests = _requests[0],
            StormRequests = _requests[1],
            CalmRetried = _retried[0],
            StormRetried = _retried[1],
            LateMs = Paired.Part([.. _late], 0.5),
            Late99Ms = Paired.Part([.. _late], 0.99),
        };
    }

    // A trial that was not seen in each block of its round counts in none: the rest would differ by more than the weather.
    private static (double[] A, double[] B) Both(StormTrial[][] round, Func<StormTrial, double?> of, int[] a, int[] b)
    {
        int[] whole = [.. Enumerable.Range(0, round[0].Length).Where(i => round.All(block => of(block[i]) is not null))];
        double[] Values(int[] blocks) => [.. blocks.SelectMany(block => whole.Select(i => of(round[block][i])!.Value))];
        return (Values(a), Values(b));
    }

    private async Task<StormTrial[]> BlockAsync(bool isStorm, ulong seed)
    {
        Console.WriteLine(isStorm ? "weather storm" : "weather calm");
        long start = TimeProvider.System.GetTimestamp();
        await Task.Delay(Settling);
        while (!isStorm && (await CountersAsync()).Waiting > PostsPerSecond * EventsPerPost && TimeProvider.System.GetElapsedTime(start) < Draining)
        {
            await Task.Delay(50);
        }

        (long requests, long retried, _) = await CountersAsync();
        StormTrial[] trials = [.. Enumerable.Range(0, _options.Trials).Select(_ => NewTrial())];
        await Task.Factory.StartNew(() => Send(trials, seed), TaskCreationOptions.LongRunning);
        (long requestsNow, long retriedNow, _) = await CountersAsync();
        _requests[isStorm ? 1 : 0] += requestsNow - requests;
        _retried[isStorm ? 1 : 0] += retriedNow - retried;
        return trials;
    }

    private StormTrial NewTrial()
    {
        uint number = ++_trials;
        return new StormTrial { Victim = NetworkAddress.FromV4(0xc612_0000 + number), Single = NetworkAddress.FromV4(0xc613_0000 + number) };
    }

    private void Send(StormTrial[] trials, ulong seed)
    {
        List<(double Due, StormTrial Trial, uint Source)> plan = [];
        for (int i = 0; i < trials.Length; i++)
        {
            // Gaps of a Poisson process: what random sampling of a steady stream gives.
            SplitMix random = new(seed + (ulong)i);
            double Gap() => -Math.Log(1 - random.NextDouble()) * SamplingRate / PacketsPerSecond;
            for (double due = Gap(); due < AttackSeconds; due += Gap())
            {
                plan.Add(((i * TrialEvery) + due, trials[i], 0x0800_0000 + (uint)(random.NextDouble() * 0xff_ffff)));
            }

            plan.Add(((i * TrialEvery) + (TrialEvery / 2), trials[i], 0));
        }

        plan.Sort((a, b) => a.Due.CompareTo(b.Due));
        long start = TimeProvider.System.GetTimestamp();
        double startMs = HandlerListener.NowMs();
        using ManualResetEventSlim never = new();
        foreach ((double due, StormTrial trial, uint source) in plan)
        {
            // The machine is measured as well: no spinning, and a late sample is late by the same rule in both weathers.
            TimeSpan left = TimeSpan.FromSeconds(due) - TimeProvider.System.GetElapsedTime(start);
            if (left > TimeSpan.FromMilliseconds(1))
            {
                never.Wait(left);
            }

            double lateMs = SendOne(trial, source) - startMs - (due * 1_000);
            if (source != 0)
            {
                // From when it was due: a sender that was held up sends the rest at once, which would look like a quicker detection.
                trial.FirstDueMs = trial.FirstDueMs == 0 ? startMs + (due * 1_000) : trial.FirstDueMs;
                _late.Add(lateMs);
            }
        }
    }

    private double SendOne(StormTrial trial, uint source)
    {
        if (source == 0)
        {
            trial.SingleSeen = _listener.Expect(trial.Single.ToString());
            uint number = _singles.Made + 1;
            ReadOnlySpan<byte> single = _singles.Build(NetworkAddress.FromV4(0x0800_0001), trial.Single, Uptime(), number * LatencyProbe.SamplingRate);
            trial.SingleSentMs = HandlerListener.NowMs();
            _sender.Send(single);
            return trial.SingleSentMs;
        }

        uint made = _attacks.Made + 1;
        ReadOnlySpan<byte> sample = _attacks.Build(NetworkAddress.FromV4(source), trial.Victim, Uptime(), made * SamplingRate);
        _sender.Send(sample);
        return HandlerListener.NowMs();
    }

    // Half a minute before the first: Weir takes the time of a sample from its agent's uptime.
    private uint Uptime() => 30_000 + (uint)TimeProvider.System.GetElapsedTime(_started).TotalMilliseconds;

    private void ReadLog(List<StormTrial[][]> rounds)
    {
        Dictionary<string, double> alerts = new(StringComparer.Ordinal);
        foreach (string line in File.ReadLines(_options.Log))
        {
            int at = line.IndexOf("ALERT ", StringComparison.Ordinal);
            string[] words = at < 0 ? [] : line[at..].Split(' ');
            if (words.Length >= 4 && words[3] != LatencyProbe.FlowName && double.TryParse(words[2], NumberStyles.Float, CultureInfo.InvariantCulture, out double ms))
            {
                alerts.TryAdd(words[1], ms);
            }
        }

        foreach (StormTrial trial in rounds.SelectMany(r => r).SelectMany(b => b))
        {
            trial.AttackMs = alerts.TryGetValue(trial.Victim.ToString(), out double ms) ? ms - trial.FirstDueMs : null;
        }
    }

    private async Task PostAsync(CancellationToken cancel)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1.0 / PostsPerSecond));
        try
        {
            while (await timer.WaitForNextTickAsync(cancel))
            {
                object[] events = [.. Enumerable.Range(0, EventsPerPost).Select(_ => new { kind = "bench", subject = "bench", message = $"event {++_posted}", fields = new { number = _posted, text = "as long as one usually is" } })];
                using HttpResponseMessage answer = await _http.PostAsJsonAsync(new Uri(_options.Rest, "api/v1/events"), events, cancel);
                answer.EnsureSuccessStatusCode();
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The last block is over.
        }
    }

    private async Task<(long Requests, long Retried, long Waiting)> CountersAsync()
    {
        JsonElement sink = await _http.GetFromJsonAsync<JsonElement>(new Uri(_options.Rest, "api/v1/sinks/loki"));
        JsonElement counters = sink.GetProperty("counters");
        return (counters.GetProperty("requests").GetInt64(), counters.GetProperty("retried").GetInt64(), sink.GetProperty("waiting").GetInt64());
    }
}
