using System.Globalization;
using Weir.Analytics;

namespace Weir.Scripting;

/// <summary>Settings of the script host.</summary>
public sealed class ScriptOptions
{
    /// <summary>Property <c>script.file</c>: scripts outside of any app, absolute or relative to <see cref="WorkingDirectory"/>.</summary>
    public IReadOnlyList<string> Files { get; set; } = [];

    /// <summary>Directory that holds <c>app/</c>. Default: the current directory.</summary>
    public string HomeDirectory { get; set; } = Directory.GetCurrentDirectory();

    /// <summary>Base of relative names in <c>script.file</c> and <c>include()</c>. Default: the current directory.</summary>
    public string WorkingDirectory { get; set; } = Directory.GetCurrentDirectory();

    /// <summary>Property <c>script.store</c>: directory of what <c>storeSet</c> keeps. Default <c>store</c>, relative to <see cref="WorkingDirectory"/>.</summary>
    public string StoreDirectory { get; set; } = "store";

    /// <summary>Property <c>weir.script.node</c>: the Node.js program, version 18 or later. Default <c>node</c>.</summary>
    public string NodePath { get; set; } = "node";

    /// <summary>The JavaScript half of the host. Default: <c>scripthost/host.js</c> beside this assembly.</summary>
    public string HostFile { get; set; } = Path.Combine(AppContext.BaseDirectory, "scripthost", "host.js");

    /// <summary>Property <c>weir.script.memory</c>: heap of one script in MB. Default 256; the largest published app needs about 60.</summary>
    public int MemoryMb { get; set; } = 256;

    /// <summary>Property <c>weir.script.timeout</c>, in seconds: how long a handler may run, not counting waits for other machines. Default 10 s; zero turns the watchdog off.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Property <c>weir.script.inspect</c>: <c>[host:]port</c> of Node's inspector for the first script, the next ports for the next ones; null for none. Turns the watchdog off.</summary>
    public string? Inspect { get; set; }

    /// <summary>Property <c>weir.script.runcmd</c>: true when scripts may call <c>runCmd</c>. Default false.</summary>
    public bool AllowRunCmd { get; set; }

    /// <summary>Property <c>weir.script.queue</c>: flow records, and events, that may wait for one script; beyond it the newest are dropped and counted. Default 10,000.</summary>
    public int QueueCapacity { get; set; } = 10_000;

    /// <summary>HTTP requests that may wait for one script; beyond it they are answered with 503 and counted. Default 100.</summary>
    public int RequestCapacity { get; set; } = 100;

    /// <summary>How long a request waits for a script's answer before it is 503. Default 10 s.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>API calls a script may make per second before answers are held back; twice as many may come at once. Default 10,000.</summary>
    public int CallsPerSecond { get; set; } = 10_000;

    /// <summary>Log lines a script may write per second before they are dropped and counted; five times as many may come at once. Default 200.</summary>
    public int LogLinesPerSecond { get; set; } = 200;

    /// <summary>Property <c>weir.http.connect.timeout</c>, in seconds: time to connect for http, http2 and httpAsync. Default 5 s.</summary>
    public TimeSpan HttpConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Property <c>weir.http.timeout</c>, in seconds: time for a whole http, http2 or httpAsync transfer. Default 30 s.</summary>
    public TimeSpan HttpTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Property <c>weir.http.cafile</c>: PEM file of certificates trusted besides the system's; null for none.</summary>
    public string? HttpCaFile { get; set; }

    /// <summary>Property <c>weir.syslog.format</c>: <c>rfc3164</c> (default) or <c>rfc5424</c>.</summary>
    public SyslogFormat SyslogFormat { get; set; }

    /// <summary>Property <c>weir.syslog.body</c>: <c>json</c> (default) or <c>keyvalue</c>.</summary>
    public SyslogBody SyslogBody { get; set; }

    /// <summary>Address of this server's own HTTP, the base of relative URLs; null until it is known. Shared: written by the server, read by scripts' threads.</summary>
    public Uri? ServerAddress { get; set; }

    /// <summary>What <c>version()</c> returns.</summary>
    public string Version { get; set; } = "0.1-0";

    /// <summary>All system properties, as <c>getSystemProperty</c> shows them.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; set; } = new Dictionary<string, string>();

    /// <summary>Further entries of <c>analyzer()</c>, such as the HTTP server's counters; null for none.</summary>
    public Func<IReadOnlyDictionary<string, double>>? AnalyzerExtras { get; set; }

    /// <summary>Reads the settings from system properties.</summary>
    /// <param name="properties">All system properties.</param>
    /// <param name="problems">Gets what is wrong; the default stays in force there.</param>
    public static ScriptOptions FromProperties(IReadOnlyDictionary<string, string> properties, ICollection<Diagnostic> problems)
    {
        ScriptOptions options = new() { Properties = properties };
        PropertyReader read = new(properties, problems);
        options.Files = read.List("script.file");
        options.StoreDirectory = read.Text("script.store") ?? (read.Text("weir.data") is string data ? Path.Combine(data, "store") : options.StoreDirectory);
        options.NodePath = read.Text("weir.script.node") ?? options.NodePath;
        options.MemoryMb = (int)read.Number("weir.script.memory", options.MemoryMb, 16, 65_536);
        options.Timeout = read.Seconds("weir.script.timeout", options.Timeout, 0);
        options.Inspect = read.Text("weir.script.inspect");
        options.AllowRunCmd = read.Text("weir.script.runcmd") == "yes";
        options.QueueCapacity = (int)read.Number("weir.script.queue", options.QueueCapacity, 1, 10_000_000);
        options.HttpConnectTimeout = read.Seconds("weir.http.connect.timeout", options.HttpConnectTimeout, 0.001);
        options.HttpTimeout = read.Seconds("weir.http.timeout", options.HttpTimeout, 0.001);
        options.HttpCaFile = read.Text("weir.http.cafile");
        options.SyslogFormat = read.Choice("weir.syslog.format", ("rfc3164", SyslogFormat.Rfc3164), ("rfc5424", SyslogFormat.Rfc5424));
        options.SyslogBody = read.Choice("weir.syslog.body", ("json", SyslogBody.Json), ("keyvalue", SyslogBody.KeyValue));
        return options;
    }

    /// <summary>What is wrong with the settings; empty when they can be used.</summary>
    public IReadOnlyList<Diagnostic> Validate()
    {
        List<Diagnostic> problems = [];
        Demand(problems, MemoryMb >= 16, "weir.script.memory", "must be at least 16 (MB)");
        Demand(problems, Timeout >= TimeSpan.Zero, "weir.script.timeout", "must not be negative");
        Demand(problems, QueueCapacity > 0, "weir.script.queue", "must be at least 1");
        Demand(problems, RequestCapacity > 0, nameof(RequestCapacity), "must be at least 1");
        Demand(problems, CallsPerSecond > 0, nameof(CallsPerSecond), "must be at least 1");
        Demand(problems, LogLinesPerSecond > 0, nameof(LogLinesPerSecond), "must be at least 1");
        Demand(problems, HttpTimeout > TimeSpan.Zero, "weir.http.timeout", "must be positive");
        Demand(problems, HttpConnectTimeout > TimeSpan.Zero, "weir.http.connect.timeout", "must be positive");
        Demand(problems, HttpCaFile is null || File.Exists(HttpCaFile), "weir.http.cafile", string.Create(CultureInfo.InvariantCulture, $"there is no file {HttpCaFile}"));
        Demand(problems, Inspect is null || ushort.TryParse(Inspect[(Inspect.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture, out _), "weir.script.inspect", "must be a port, or host:port");
        return problems;
    }

    private static void Demand(List<Diagnostic> problems, bool holds, string path, string message)
    {
        if (!holds)
        {
            problems.Add(new Diagnostic(path, message));
        }
    }
}
