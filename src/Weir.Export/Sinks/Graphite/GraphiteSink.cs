using System.Net.Sockets;
using System.Text;

namespace Weir.Export.Sinks.Graphite;

/// <summary>Sends points to Graphite's plain text port over TCP.</summary>
/// <remarks>
/// The protocol has no answer. What tells that a request arrived is the end of the connection: after its last line Weir closes its side,
/// and a receiver that has read everything closes the other. A reset, or no end in time, means that the request is sent again, which does
/// no harm: the same name and second is the same value. With <c>confirm: no</c> one connection is kept and lines that were under way when
/// it broke are lost.
/// </remarks>
internal sealed class GraphiteSink : IMetricSink
{
    private readonly GraphiteOptions _options;
    private readonly GraphiteEncoder _encoder;
    private readonly TimeProvider _time;
    private Socket? _kept;

    public GraphiteSink(GraphiteOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _encoder = new GraphiteEncoder(options.Prefix, options.Tagged);
    }

    /// <inheritdoc/>
    public SinkLimits Limits { get; } = new() { MaxItems = 5_000, Linger = TimeSpan.FromSeconds(1) };

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(IReadOnlyList<MetricPoint> points, CancellationToken cancel)
    {
        StringBuilder text = new();
        List<int> refused = [];
        for (int i = 0; i < points.Count; i++)
        {
            if (_encoder.Line(points[i]) is { } line)
            {
                text.Append(line);
            }
            else
            {
                refused.Add(i);
            }
        }

        if (text.Length > 0 && await TrySendAsync(Encoding.UTF8.GetBytes(text.ToString()), cancel) is { } fault)
        {
            return SendResult.Unreachable(fault);
        }

        return refused.Count == 0
            ? SendResult.Accepted
            : SendResult.Mixed([.. points.Select((_, i) => refused.Contains(i) ? new ItemVerdict(SendOutcome.Rejected, "no finite number") : default)]);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Forget();
        return ValueTask.CompletedTask;
    }

    private async Task<string?> TrySendAsync(byte[] lines, CancellationToken cancel)
    {
        using CancellationTokenSource timeout = new(_options.Timeout, _time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        try
        {
            Socket socket = await ConnectAsync(both.Token);
            for (int sent = 0; sent < lines.Length;)
            {
                sent += await socket.SendAsync(lines.AsMemory(sent), SocketFlags.None, both.Token);
            }

            if (_options.Confirm)
            {
                await WaitForEndAsync(socket, both.Token);
            }

            return null;
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            Forget();
            return e.Message;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            Forget();
            return $"{_options.Host} took longer than {_options.Timeout.TotalSeconds:0.###} s";
        }
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancel)
    {
        // A connection that the receiver closed while nothing was sent can be read: nothing else ever comes.
        if (_kept is not null && _kept.Poll(0, SelectMode.SelectRead))
        {
            Forget();
        }

        if (_kept is null)
        {
            Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            _kept = socket;
            await socket.ConnectAsync(_options.Host, _options.Port, cancel);
        }

        return _kept;
    }

    private async Task WaitForEndAsync(Socket socket, CancellationToken cancel)
    {
        socket.Shutdown(SocketShutdown.Send);
        byte[] unwanted = new byte[256];
        while (await socket.ReceiveAsync(unwanted, SocketFlags.None, cancel) > 0)
        {
            // No receiver answers; what one says all the same is passed over.
        }

        Forget();
    }

    private void Forget()
    {
        _kept?.Dispose();
        _kept = null;
    }
}
