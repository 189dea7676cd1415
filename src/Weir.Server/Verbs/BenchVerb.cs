using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics;
using Weir.Ingest;
using Weir.Ingest.Captures;
using Weir.Server.Benchmarks;

namespace Weir.Server.Verbs;

/// <summary><c>bench FILE [--flows N|FILE] [--json]</c>: how fast the real pipeline is on this machine, on one thread.</summary>
public static class BenchVerb
{
    /// <summary>Makes the command.</summary>
    public static Command Create(VerbContext context)
    {
        Argument<string> file = new("FILE") { Description = "capture of sFlow, pcap or pcapng; it is read into memory first" };
        Option<string> flows = new("--flows")
        {
            Description = "decode for decoding alone; lookup for groups and filters; 0 no flows, 1 the 5-tuple, 14 the DDoS app's flows and thresholds, N further unrelated ones, or a JSON file of definitions",
            DefaultValueFactory = _ => "1",
        };
        Option<double> seconds = new("--seconds") { Description = "least time to measure", DefaultValueFactory = _ => 3 };
        Option<bool> json = new("--json") { Description = "print one JSON object" };
        Command command = new("bench", "Measure the pipeline on a capture in memory") { file, flows, seconds, json };
        command.SetAction(parsed => Run(
            context,
            parsed.GetRequiredValue(file),
            parsed.GetRequiredValue(flows),
            TimeSpan.FromSeconds(Math.Clamp(parsed.GetValue(seconds), 0, 3600)),
            parsed.GetValue(json)));
        return command;
    }

    private static int Run(VerbContext context, string file, string flows, TimeSpan measure, bool json)
    {
        MemoryCapture capture;
        try
        {
            capture = MemoryCapture.Load(file, new CaptureOptions { Port = context.Properties.Number("sflow.port", 6343, 0, 65535) });
        }
        catch (IngestException e)
        {
            throw new VerbException(e.Message);
        }

        if (capture.Count == 0)
        {
            throw new VerbException($"{file} holds no sFlow datagram");
        }

        TimeSpan warmUp = measure < TimeSpan.FromSeconds(1) ? measure : TimeSpan.FromSeconds(1);
        if (flows == "lookup")
        {
            LookupResult lookups = new LookupBench(capture).Run(warmUp, measure);
            context.Output.WriteLine(json ? JsonSerializer.Serialize(lookups, WeirJson.Options) : lookups.ToString());
            return ExitCode.Success;
        }

        BenchResult result = flows == "decode"
            ? new DecodeBench(capture).Run(warmUp, measure)
            : RunPipeline(context, capture, flows, warmUp, measure);
        context.Output.WriteLine(json ? JsonSerializer.Serialize(result, WeirJson.Options) : Text(result));
        return ExitCode.Success;
    }

    private static BenchResult RunPipeline(VerbContext context, MemoryCapture capture, string flows, TimeSpan warmUp, TimeSpan measure)
    {
        AnalyticsOptions options = new()
        {
            FlowTableCapacity = context.Properties.Number("weir.flows.capacity", 16_384, 64, 16_777_216),
            DistinctBytes = context.Properties.Number("weir.flows.distinctbytes", 64 << 20, 0, 1 << 30),
        };
        using AnalyticsEngine engine = new(options, TimeProvider.System, NullLogger.Instance);
        int installed = BenchWorkload.Install(engine, flows);
        return new PipelineBench(engine, capture).Run(installed, warmUp, measure);
    }

    private static string Text(BenchResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Samples:N0} samples in {result.Seconds:F3} s: {result.SamplesPerSecond:N0} samples/s, {result.NsPerSample:F1} ns per sample ({result.CpuNsPerSample:F1} ns of CPU, {result.FastestCpuNsPerSample:F1} in the fastest pass), {result.BytesAllocated:N0} bytes allocated, {result.Flows} flows, {result.FlowEntries:N0} entries in {result.FlowBytes:N0} bytes, {result.UpdatesPerSample:F2} updates per sample, {result.EvictionsPerUpdate:F3} evictions per update");
}
