using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using Weir.Export.Http;

namespace Weir.Export.Sinks.Syslog;

/// <summary>A TCP connection, under TLS or not, with octet counting or line feeds.</summary>
/// <remarks>
/// Syslog has no acknowledgement, see <see cref="SyslogConfirm"/> for what stands in for one. A connection on which anything went wrong is given up
/// and the batch is sent again whole: the receiver may have read a part of it, which then is there twice under the same ids.
/// </remarks>
internal sealed class StreamChannel : ISyslogChannel
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan CloseWait = TimeSpan.FromSeconds(10);

    private readonly SyslogOptions _options;
    private readonly TimeProvider _time;
    private readonly byte[] _scrap = new byte[256];
    private Socket? _socket;
    private Stream? _stream;
    private Task<bool> _peerEnd = Task.FromResult(false);
    private SyslogConfirm _confirm;

    public StreamChannel(SyslogOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _confirm = options.Confirm;
    }

    public async Task<SendResult> SendAsync(IReadOnlyList<byte[]> messages, CancellationToken cancel)
    {
        using CancellationTokenSource timeout = new(_options.Timeout, _time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        try
        {
            Stream stream = await OpenAsync(both.Token);
            await stream.WriteAsync(Frame(messages), both.Token);
            await stream.FlushAsync(both.Token);
            if (await ConfirmAsync(stream, both.Token) is not { } lost)
            {
                return SendResult.Accepted;
            }

            await CloseAsync();
            return SendResult.Retry(lost);
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException or CryptographicException or OperationCanceledException or InvalidOperationException)
        {
            await CloseAsync();
            cancel.ThrowIfCancellationRequested();
            return e is AuthenticationException ? SendResult.Misconfigured(Reason(e)) : timeout.IsCancellationRequested ? SendResult.Retry("timed out") : SendResult.Unreachable(Reason(e));
        }
    }

    public ValueTask DisposeAsync() => CloseAsync();

    private static string Reason(Exception e) =>
        HttpVerdict.Line(e.InnerException is { } inner && !e.Message.Contains(inner.Message, StringComparison.Ordinal) ? $"{e.Message} ({inner.Message})" : e.Message);

    private byte[] Frame(IReadOnlyList<byte[]> messages)
    {
        using MemoryStream framed = new(messages.Sum(m => m.Length + 8));
        foreach (byte[] message in messages)
        {
            if (!_options.LineFeeds)
            {
                framed.Write(Encoding.ASCII.GetBytes(message.Length.ToString(CultureInfo.InvariantCulture) + " "));
            }

            framed.Write(message);
            if (_options.LineFeeds)
            {
                framed.WriteByte((byte)'\n');
            }
        }

        return framed.ToArray();
    }

    private async Task<Stream> OpenAsync(CancellationToken cancel)
    {
        if (_stream is { } open)
        {
            if (!_peerEnd.IsCompleted)
            {
                return open;
            }

            // The receiver closed while nothing was under way: writing would seem to work and reach nobody.
            await CloseAsync();
        }

        using CancellationTokenSource timeout = new(_options.ConnectTimeout, _time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        try
        {
            _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await _socket.ConnectAsync(_options.Host, _options.Port, both.Token);
            _stream = new NetworkStream(_socket, ownsSocket: true);
            if (_options.Tls is { } tls)
            {
                SslStream secure = new(_stream);
                _stream = secure;
                await secure.AuthenticateAsClientAsync(tls.CreateOptions(_options.Host), both.Token);
            }
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"no connection to {_options.Host}:{_options.Port} within {_options.ConnectTimeout.TotalSeconds} s"));
        }

        if (_confirm != SyslogConfirm.Close)
        {
            _peerEnd = ReadToEndAsync(_stream, _socket);
        }

        return _stream;
    }

    /// <summary>Reads and forgets what the receiver says until it ends; true when it ended in order, false when it broke off.</summary>
    private async Task<bool> ReadToEndAsync(Stream stream, Socket socket)
    {
        try
        {
            while (await stream.ReadAsync(_scrap) > 0)
            {
                // Syslog receivers say nothing; whatever it is means nothing.
            }

            // A receiver that stops says goodbye in TLS even with bytes unread; only the end of the connection below tells.
            while (stream is SslStream && await socket.ReceiveAsync(_scrap) > 0)
            {
            }

            return true;
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException or CryptographicException or ObjectDisposedException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Null when the batch counts as delivered; else what went wrong.</summary>
    private async Task<string?> ConfirmAsync(Stream stream, CancellationToken cancel) => _confirm switch
    {
        SyslogConfirm.Written => null,
        SyslogConfirm.Drained => await DrainAsync(cancel),
        _ => await EndAsync(stream, cancel),
    };

    private async Task<string?> DrainAsync(CancellationToken cancel)
    {
        using PeriodicTimer timer = new(LookAgain, _time);
        while (!TcpState.IsDrained(_socket!))
        {
            if (_peerEnd.IsCompleted || TcpState.IsOver(_socket!))
            {
                return "the receiver closed before it had everything";
            }

            await timer.WaitForNextTickAsync(cancel);
        }

        return null;
    }

    private async Task<string?> EndAsync(Stream stream, CancellationToken cancel)
    {
        bool whole = await EndedWholeAsync(stream, cancel);
        if (whole && _options.Tls is not null && _confirm == SyslogConfirm.Close)
        {
            // A receiver that stops may close in order with bytes in its TLS library that it never looked at. One that shakes hands again did
            // not stop; when it does not, this throws and the batch is sent again.
            await EndedWholeAsync(await OpenAsync(cancel), cancel);
        }

        return whole ? null : "the receiver broke the connection off before it had read everything";
    }

    /// <summary>Ends our side, waits for the receiver's, and closes. False: not everything was read.</summary>
    private async Task<bool> EndedWholeAsync(Stream stream, CancellationToken cancel)
    {
        if (stream is SslStream secure)
        {
            await secure.ShutdownAsync().WaitAsync(cancel);
        }

        // Read only from here on: SslStream allows a read beside a write, but not beside its shutdown.
        _socket!.Shutdown(SocketShutdown.Send);
        _peerEnd = ReadToEndAsync(stream, _socket);
        Task first = await Task.WhenAny(_peerEnd, Task.Delay(CloseWait, _time, cancel));
        cancel.ThrowIfCancellationRequested();

        bool whole;
        if (first == _peerEnd)
        {
            whole = await _peerEnd && !await WasResetAsync(cancel);
        }
        else
        {
            // A receiver that never closes its side gives less to go by from here on, and need not be waited for again.
            whole = await DrainAsync(cancel) is null;
            _confirm = SyslogConfirm.Drained;
        }

        await CloseAsync();
        return whole;
    }

    /// <summary>
    /// A receiver that closes before our bytes are there ends in order too, as one does that is stopped right behind the connection: its system
    /// answers the bytes with a reset, which reading behind that end does not show.
    /// </summary>
    private async Task<bool> WasResetAsync(CancellationToken cancel)
    {
        using PeriodicTimer timer = new(LookAgain, _time);
        while (!TcpState.IsOver(_socket!))
        {
            await timer.WaitForNextTickAsync(cancel);
        }

        return TcpState.WasReset(_socket!);
    }

    private async ValueTask CloseAsync()
    {
        Stream? stream = _stream;
        Socket? socket = _socket;
        _stream = null;
        _socket = null;

        // The socket first: that ends the reading, and nothing is torn down beneath it.
        socket?.Dispose();
        await _peerEnd;
        if (stream is not null)
        {
            await stream.DisposeAsync();
        }

        _peerEnd = Task.FromResult(false);
    }
}
