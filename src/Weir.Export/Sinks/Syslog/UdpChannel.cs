using System.Net;
using System.Net.Sockets;

namespace Weir.Export.Sinks.Syslog;

/// <summary>One datagram a message, RFC 5426. The only word of a receiver is that of its system that nobody listens, and it comes too late for one message.</summary>
internal sealed class UdpChannel : ISyslogChannel
{
    // A receiver that moves to another address is found again after this long.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly SyslogOptions _options;
    private readonly TimeProvider _time;
    private Socket? _socket;
    private long _opened;

    public UdpChannel(SyslogOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
    }

    public async Task<SendResult> SendAsync(IReadOnlyList<byte[]> messages, CancellationToken cancel)
    {
        try
        {
            Socket socket = await OpenAsync(cancel);
            foreach (byte[] message in messages)
            {
                await socket.SendAsync(message, SocketFlags.None, cancel);
            }

            return SendResult.Accepted;
        }
        catch (SocketException e)
        {
            Close();
            return e.SocketErrorCode == SocketError.MessageSize ? SendResult.TooLarge(e.Message) : SendResult.Retry($"{_options.Host}: {e.Message}");
        }
    }

    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    private async Task<Socket> OpenAsync(CancellationToken cancel)
    {
        if (_socket is { } open && _time.GetElapsedTime(_opened) < Lifetime)
        {
            return open;
        }

        Close();
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(_options.Host, cancel);
        IPAddress address = addresses.FirstOrDefault() ?? throw new SocketException((int)SocketError.HostNotFound);
        _socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await _socket.ConnectAsync(new IPEndPoint(address, _options.Port), cancel);
        _opened = _time.GetTimestamp();
        return _socket;
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
