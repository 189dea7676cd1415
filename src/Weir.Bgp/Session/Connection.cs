using System.Net;
using System.Net.Sockets;
using Weir.Bgp.Messages;

namespace Weir.Bgp.Session;

/// <summary>
/// One TCP connection with a neighbour: a loop that reads and a loop that writes (RFC 4271 section 8). It keeps no protocol state;
/// it hands octets to the neighbour and asks it for octets. Control messages go before updates, so a long table never delays a
/// KEEPALIVE. A reader that stops reading blocks this connection's own loop and nothing else.
/// </summary>
internal sealed class Connection : IDisposable
{
    private const int ReceiveBufferSize = 1 << 16;
    private const int ControlCapacity = 1 << 14;
    private static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;
    private readonly Neighbor _neighbor;
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _stop = new();

    // Shared: guarded by the neighbour's gate.
    private readonly byte[] _control = new byte[ControlCapacity];
    private int _controlLength;
    private bool _closing;

    public Connection(Socket socket, ConnectionSlot slot, Neighbor neighbor)
    {
        _socket = socket;
        Slot = slot;
        _neighbor = neighbor;
        socket.NoDelay = true;
        LocalAddress = (socket.LocalEndPoint as IPEndPoint)?.Address;
    }

    public ConnectionSlot Slot { get; }

    /// <summary>Own address of the connection.</summary>
    public IPAddress? LocalAddress { get; }

    /// <summary>Whether it has been told to close; nothing received counts any more. Guarded by the neighbour's gate.</summary>
    public bool IsClosing => _closing;

    /// <summary>Starts both loops; the task ends when both have.</summary>
    public Task RunAsync() => Task.WhenAll(ReceiveAsync(), SendAsync());

    /// <summary>Puts a control message in line; false when the neighbour has not taken 16 kB of them. Under the gate.</summary>
    public bool Queue(ReadOnlySpan<byte> message)
    {
        if (_closing || message.Length > _control.Length - _controlLength)
        {
            return false;
        }

        message.CopyTo(_control.AsSpan(_controlLength));
        _controlLength += message.Length;
        Wake();
        return true;
    }

    /// <summary>Closes once the control messages are out, at the latest after two seconds. Under the gate.</summary>
    public void Close()
    {
        if (!_closing)
        {
            _closing = true;
            _stop.CancelAfter(CloseGrace);
            Wake();
        }
    }

    /// <summary>Lets the writing loop look for work.</summary>
    public void Wake()
    {
        if (_wake.CurrentCount == 0)
        {
            try
            {
                _wake.Release();
            }
            catch (SemaphoreFullException)
            {
                // Two wakers at once: one is enough.
            }
        }
    }

    /// <summary>Moves waiting control messages into a buffer. Under the gate.</summary>
    public int TakeControl(Span<byte> target)
    {
        int length = _controlLength;
        _control.AsSpan(0, length).CopyTo(target);
        _controlLength = 0;
        return length;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _stop.Dispose();
        _wake.Dispose();
    }

    private async Task ReceiveAsync()
    {
        byte[] buffer = new byte[ReceiveBufferSize];
        int filled = 0;
        try
        {
            while (true)
            {
                int read = await _socket.ReceiveAsync(buffer.AsMemory(filled), _stop.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                filled += read;
                int used = _neighbor.OnReceived(this, buffer.AsSpan(0, filled));
                if (used < 0)
                {
                    break;
                }

                buffer.AsSpan(used, filled - used).CopyTo(buffer);
                filled -= used;
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection is gone; that is all there is to say, and OnClosed says it.
        }

        _neighbor.OnClosed(this);
    }

    private async Task SendAsync()
    {
        byte[] buffer = new byte[ControlCapacity + (4 * BgpHeader.MaxLength)];
        try
        {
            while (true)
            {
                int length = _neighbor.FillOutput(this, buffer);
                if (length < 0)
                {
                    break;
                }

                if (length == 0)
                {
                    await _wake.WaitAsync(_stop.Token).ConfigureAwait(false);
                    continue;
                }

                await SendAllAsync(buffer.AsMemory(0, length)).ConfigureAwait(false);
                _neighbor.OnSent(this);
            }

            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // As in ReceiveAsync.
        }

        _socket.Close();
    }

    private async Task SendAllAsync(Memory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int sent = await _socket.SendAsync(bytes, _stop.Token).ConfigureAwait(false);
            bytes = bytes[sent..];
        }
    }
}
