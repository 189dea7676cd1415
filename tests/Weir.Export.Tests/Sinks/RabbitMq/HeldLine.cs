using System.Net;
using System.Net.Sockets;

namespace Weir.Export.Tests.Sinks.RabbitMq;

/// <summary>A line to a server on which the server's words can be held back, as on one whose host has stopped.</summary>
internal sealed class HeldLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _target;
    private readonly Task _accepting;
    private TaskCompletionSource _passing = new();
    private int _open;

    /// <param name="target">Port of the server on loopback.</param>
    public HeldLine(int target)
    {
        _target = target;
        _passing.SetResult();
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens, on loopback.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections whose client has not closed them.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Nothing more of the server's comes through.</summary>
    public void Hold() => Volatile.Write(ref _passing, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>What was held comes through, and what follows.</summary>
    public void Release() => Volatile.Read(ref _passing).TrySetResult();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        Release();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> lines = [];
        try
        {
            while (true)
            {
                lines.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(lines);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient one = client;
        using TcpClient server = new();
        Interlocked.Increment(ref _open);
        await server.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
        Task back = CopyAsync(server, one, isHeld: true);
        await CopyAsync(one, server, isHeld: false);
        Interlocked.Decrement(ref _open);
        server.Close();
        await back;
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, bool isHeld)
    {
        byte[] buffer = new byte[16384];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _end.Token) is var count and > 0)
            {
                if (isHeld)
                {
                    await Volatile.Read(ref _passing).Task;
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, count), _end.Token);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // One end is gone.
        }
    }
}
