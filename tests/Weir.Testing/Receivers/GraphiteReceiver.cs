using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Weir.Testing.Receivers;

/// <summary>Takes Graphite's plain text over TCP; can go away, come back, and break connections.</summary>
public sealed class GraphiteReceiver : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);
    private readonly List<string> _bad = [];
    private readonly List<Socket> _connections = [];
    private readonly List<Task> _readers = [];
    private TcpListener? _listener;
    private int _accepted;
    private int _resets;

    /// <summary>Port; kept over stops.</summary>
    public int Port { get; private set; }

    /// <summary>Connections so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>How many of the next connections are reset once their first bytes have come.</summary>
    public int Resets
    {
        get => Volatile.Read(ref _resets);
        set => Volatile.Write(ref _resets, value);
    }

    /// <summary>Last value by <c>name second</c>.</summary>
    public IReadOnlyDictionary<string, double> Values
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<string, double>(_values);
            }
        }
    }

    /// <summary>Lines that are none.</summary>
    public IReadOnlyList<string> Bad
    {
        get
        {
            lock (_gate)
            {
                return [.. _bad];
            }
        }
    }

    /// <summary>Listens.</summary>
    public void Start()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _readers.Add(AcceptAsync(_listener));
    }

    /// <summary>Closes the listener and every connection.</summary>
    public async Task StopAsync()
    {
        _listener?.Dispose();
        lock (_gate)
        {
            _connections.ForEach(c => c.Dispose());
            _connections.Clear();
        }

        await Task.WhenAll(_readers);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                Socket socket = await listener.AcceptSocketAsync();
                Interlocked.Increment(ref _accepted);
                lock (_gate)
                {
                    _connections.Add(socket);
                    _readers.Add(ReadAsync(socket));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ReadAsync(Socket socket)
    {
        try
        {
            using StreamReader reader = new(new NetworkStream(socket, ownsSocket: true), new UTF8Encoding(false, true));
            string? line = await reader.ReadLineAsync();
            if (line is not null && Interlocked.Decrement(ref _resets) >= 0)
            {
                // Not through the stream, which would say farewell first.
                socket.LingerState = new LingerOption(true, 0);
                socket.Dispose();
                return;
            }

            for (; line is not null; line = await reader.ReadLineAsync())
            {
                Take(line);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException)
        {
            // The sender or the test ended the connection.
        }
    }

    private void Take(string line)
    {
        string[] parts = line.Split(' ');
        bool good = double.TryParse(parts.ElementAtOrDefault(1), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && parts.Length == 3 && parts[0].Length > 0 && long.TryParse(parts[2], CultureInfo.InvariantCulture, out _);
        lock (_gate)
        {
            if (good && double.IsFinite(value))
            {
                _values[parts[0] + " " + parts[2]] = value;
            }
            else
            {
                _bad.Add(line);
            }
        }
    }
}
