using System.Globalization;
using System.Net;
using System.Threading.Channels;
using Weir.Analytics.Flows;

namespace Weir.Export.Sinks.Ipfix;

/// <summary>Sends the records of flow definitions to the collectors that the definitions name, as IPFIX over UDP (RFC 7011).</summary>
/// <remarks>
/// Best effort by nature: UDP tells nothing of what arrives. The queue in front of the sending task holds <see cref="QueueCapacity"/>
/// records; when it is full the newest is dropped and counted. Safe to call from any thread.
/// </remarks>
public sealed class IpfixExporter : IAsyncDisposable
{
    /// <summary>Records that may wait.</summary>
    public const int QueueCapacity = 16_384;

    /// <summary>Most collectors, and most different templates.</summary>
    public const int MaxCollectors = 64;

    private const int DefaultPort = 4739;
    private const int FirstTemplate = 256;
    private const int MaxTemplates = 4_096;

    private readonly Channel<(FlowDefinition Definition, FlowRecord Record)> _queue =
        Channel.CreateBounded<(FlowDefinition, FlowRecord)>(new BoundedChannelOptions(QueueCapacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Dictionary<string, IpfixCollector?> _collectors = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ushort> _templates = new(StringComparer.Ordinal);
    private readonly Dictionary<(FlowDefinition Definition, bool Is6), IpfixLayout?> _layouts = new(LayoutKeys.Instance);
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _time;
    private readonly uint _domain;
    private readonly Task _loop;
    private long _sent;
    private long _failed;
    private long _dropped;
    private long _unfit;

    /// <summary>Starts the sending task.</summary>
    /// <param name="domain">Observation domain of every message.</param>
    /// <param name="time">Clock.</param>
    public IpfixExporter(uint domain, TimeProvider time)
    {
        _domain = domain;
        _time = time;
        _loop = RunAsync(_stop.Token);
    }

    /// <summary>Data records handed to the network, once for each collector.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Data records that the network refused: nobody listens there, or the name is unknown.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Flow records dropped because the queue was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Flow records that cannot be said in IPFIX, or whose collector is none or one too many.</summary>
    public long Unfit => Interlocked.Read(ref _unfit);

    /// <summary>Queues a record; never waits.</summary>
    /// <param name="definition">The record's definition, with collectors.</param>
    /// <param name="record">A record of its flows.</param>
    public void Export(FlowDefinition definition, FlowRecord record)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (definition.IpfixCollectors.Count > 0 && !_queue.Writer.TryWrite((definition, record)))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Sends what waits, for at most a second, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        _stop.CancelAfter(TimeSpan.FromSeconds(1));
        await _loop;
        foreach (IpfixCollector? collector in _collectors.Values)
        {
            collector?.Dispose();
        }

        _stop.Dispose();
    }

    /// <summary>Reads <c>10.0.0.1</c>, <c>10.0.0.1:2055</c>, <c>2001:db8::1</c>, <c>[2001:db8::1]:2055</c>, <c>name</c> or <c>name:2055</c>.</summary>
    internal static bool TryEndPoint(string text, out string host, out int port)
    {
        host = text;
        port = DefaultPort;
        int colon = text.LastIndexOf(':');
        if (colon >= 0 && (text.IndexOf(':') == colon || text[colon - 1] == ']'))
        {
            host = text[..colon].Trim('[', ']');
            return int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and < 65_536 && IsHost(host);
        }

        host = text.Trim('[', ']');
        return IsHost(host);
    }

    private static bool IsHost(string host) => Uri.CheckHostName(host) != UriHostNameType.Unknown;

    private async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync(cancel))
            {
                while (_queue.Reader.TryRead(out (FlowDefinition Definition, FlowRecord Record) item))
                {
                    await SendAsync(item.Definition, item.Record, cancel);
                }

                foreach (IpfixCollector? collector in _collectors.Values)
                {
                    Count(collector is null ? default : await collector.FlushAsync(cancel));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed while a name was being looked up.
        }
    }

    private async ValueTask SendAsync(FlowDefinition definition, FlowRecord record, CancellationToken cancel)
    {
        if (!IPAddress.TryParse(record.Agent, out IPAddress? agent)
            || Layout(definition, agent.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6) is not { } layout
            || Template(layout) is not { } id)
        {
            Interlocked.Increment(ref _unfit);
            return;
        }

        byte[] data = new byte[layout.Length];
        if (!layout.TryWrite(record, data))
        {
            Interlocked.Increment(ref _unfit);
            return;
        }

        foreach (string name in definition.IpfixCollectors)
        {
            if (Collector(name) is { } collector)
            {
                Count(await collector.AddAsync(id, layout, data, cancel));
            }
            else
            {
                Interlocked.Increment(ref _unfit);
            }
        }
    }

    private void Count((int Sent, int Failed) records)
    {
        Interlocked.Add(ref _sent, records.Sent);
        Interlocked.Add(ref _failed, records.Failed);
    }

    private IpfixLayout? Layout(FlowDefinition definition, bool is6)
    {
        if (!_layouts.TryGetValue((definition, is6), out IpfixLayout? layout))
        {
            // Definitions that are gone stay in here; beginning anew costs next to nothing.
            if (_layouts.Count >= MaxTemplates)
            {
                _layouts.Clear();
            }

            layout = IpfixLayout.Of(definition, is6);
            _layouts.Add((definition, is6), layout);
        }

        return layout;
    }

    // A number stays with its fields for as long as Weir runs, so that no collector can take one template for another.
    private ushort? Template(IpfixLayout layout)
    {
        string fields = layout.ToString();
        if (!_templates.TryGetValue(fields, out ushort id))
        {
            if (_templates.Count >= MaxTemplates)
            {
                return null;
            }

            id = (ushort)(FirstTemplate + _templates.Count);
            _templates.Add(fields, id);
        }

        return id;
    }

    private IpfixCollector? Collector(string name)
    {
        if (!_collectors.TryGetValue(name, out IpfixCollector? collector) && _collectors.Count < MaxCollectors)
        {
            collector = TryEndPoint(name, out string host, out int port) ? new IpfixCollector(host, port, _domain, _time) : null;
            _collectors.Add(name, collector);
        }

        return collector;
    }

    // Definitions are compared by being the same object: they are immutable, and comparing lists of texts for each record costs more.
    private sealed class LayoutKeys : IEqualityComparer<(FlowDefinition Definition, bool Is6)>
    {
        public static LayoutKeys Instance { get; } = new();

        public bool Equals((FlowDefinition Definition, bool Is6) x, (FlowDefinition Definition, bool Is6) y) => ReferenceEquals(x.Definition, y.Definition) && x.Is6 == y.Is6;

        public int GetHashCode((FlowDefinition Definition, bool Is6) obj) => HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj.Definition), obj.Is6);
    }
}
