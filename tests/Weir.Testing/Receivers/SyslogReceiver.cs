using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Weir.Testing.Receivers;

/// <summary>A syslog receiver over UDP, TCP and TLS, that reads framing and messages strictly and breaks off when told to.</summary>
public sealed class SyslogReceiver : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<SyslogMessage> _messages = [];
    private readonly List<string> _problems = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly TestCertificates? _certificates;
    private readonly bool _demandsClient;
    private readonly Socket _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly TcpListener _tcp = new(IPAddress.Loopback, 0);
    private readonly List<Task> _work = [];
    private int _connections;

    /// <summary>Listens on two ports of loopback.</summary>
    /// <param name="certificates">With these TCP is under TLS.</param>
    /// <param name="demandsClient">Whether clients need a certificate of the authority.</param>
    public SyslogReceiver(TestCertificates? certificates = null, bool demandsClient = false)
    {
        _certificates = certificates;
        _demandsClient = demandsClient;
        _udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _tcp.Start();
        _work.Add(ReceiveAsync());
        _work.Add(AcceptAsync());
    }

    /// <summary>Port for datagrams.</summary>
    public int UdpPort => ((IPEndPoint)_udp.LocalEndPoint!).Port;

    /// <summary>Port for connections.</summary>
    public int TcpPort => ((IPEndPoint)_tcp.LocalEndpoint).Port;

    /// <summary>The next connection is reset after so many bytes; 0 never.</summary>
    public int ResetAfter { get; set; }

    /// <summary>The next connection is reset without a byte read, once that many have arrived in our system.</summary>
    public int ResetUnread { get; set; }

    /// <summary>Whether connections are closed in order at once, without a byte read.</summary>
    public bool ClosesAtOnce { get; set; }

    /// <summary>Whether connections whose other side has ended are left open.</summary>
    public bool NeverCloses { get; init; }

    /// <summary>How many connections there were.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>What was read, in order.</summary>
    public IReadOnlyList<SyslogMessage> Messages => Snapshot(_messages);

    /// <summary>What was wrong with what came.</summary>
    public IReadOnlyList<string> Problems => Snapshot(_problems);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _udp.Dispose();
        _tcp.Stop();
        Task[] work;
        lock (_gate)
        {
            work = [.. _work];
        }

        await Task.WhenAll(work);
        _closing.Dispose();
    }

    private IReadOnlyList<T> Snapshot<T>(List<T> list)
    {
        lock (_gate)
        {
            return [.. list];
        }
    }

    private async Task ReceiveAsync()
    {
        byte[] datagram = new byte[65_536];
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                int length = await _udp.ReceiveAsync(datagram, _closing.Token);
                Keep(datagram.AsSpan(0, length));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                Socket socket = await _tcp.AcceptSocketAsync(_closing.Token);
                Interlocked.Increment(ref _connections);
                Task served = ServeAsync(socket);
                lock (_gate)
                {
                    _work.Add(served);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using Socket closes = socket;
        try
        {
            if (ClosesAtOnce)
            {
                return;
            }

            if (ResetUnread > 0)
            {
                await Condition.HoldsAsync(() => socket.Available >= ResetUnread, _closing.Token);
                ResetUnread = 0;
                socket.Close(0);
                return;
            }

            await using Stream stream = await SecureAsync(new NetworkStream(socket), _closing.Token);
            await ReadAsync(socket, stream, _closing.Token);
            if (NeverCloses)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, _closing.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            lock (_gate)
            {
                _problems.Add(e.Message);
            }
        }
    }

    private async Task<Stream> SecureAsync(NetworkStream stream, CancellationToken cancel)
    {
        if (_certificates is not { } certificates)
        {
            return stream;
        }

        SslStream secure = new(stream);
        await secure.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificate = certificates.Server,
                ClientCertificateRequired = _demandsClient,
                RemoteCertificateValidationCallback = (_, client, _, _) => !_demandsClient || (client is System.Security.Cryptography.X509Certificates.X509Certificate2 known && certificates.Issued(known)),
            },
            cancel);
        return secure;
    }

    private async Task ReadAsync(Socket socket, Stream stream, CancellationToken cancel)
    {
        List<byte> pending = [];
        byte[] piece = new byte[4_096];
        int total = 0;
        while (await stream.ReadAsync(piece, cancel) is int read and > 0)
        {
            total += read;
            pending.AddRange(piece.AsSpan(0, read));
            while (TakeFrame(pending) is { } frame)
            {
                Keep(frame);
            }

            if (ResetAfter > 0 && total >= ResetAfter)
            {
                ResetAfter = 0;
                socket.Close(0);
                return;
            }
        }

        if (pending.Count > 0)
        {
            lock (_gate)
            {
                _problems.Add($"{pending.Count} bytes of half a frame");
            }
        }
    }

    /// <summary>RFC 6587: a digit begins a counted frame, anything else one that ends with a line feed.</summary>
    private static byte[]? TakeFrame(List<byte> pending)
    {
        if (pending.Count == 0)
        {
            return null;
        }

        bool counted = pending[0] is >= (byte)'1' and <= (byte)'9';
        int end = pending.IndexOf(counted ? (byte)' ' : (byte)'\n');
        if (end < 0)
        {
            return null;
        }

        int length = counted ? int.Parse(Encoding.ASCII.GetString([.. pending.Take(end)]), System.Globalization.CultureInfo.InvariantCulture) : end;
        int start = counted ? end + 1 : 0;
        if (pending.Count < start + length)
        {
            return null;
        }

        byte[] frame = [.. pending.Skip(start).Take(length)];
        pending.RemoveRange(0, start + length + (counted ? 0 : 1));
        return frame;
    }

    private void Keep(ReadOnlySpan<byte> message)
    {
        lock (_gate)
        {
            try
            {
                _messages.Add(SyslogMessage.Parse(message));
            }
            catch (Exception e) when (e is FormatException or ArgumentException or IndexOutOfRangeException)
            {
                _problems.Add(e.Message);
            }
        }
    }
}
