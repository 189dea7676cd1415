using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Weir.Analytics.Names;
using Weir.Wire;

namespace Weir.Ingest.Names;

/// <summary>Asks DNS servers over UDP for the names of addresses, on a thread of its own.</summary>
/// <remarks>
/// Queue: bounded by <see cref="ReverseResolverOptions.QueueCapacity"/>; when full the newest question is dropped and counted. Each server
/// has a connected socket with a port that the system chose, and each question a random identifier, so that an answer from elsewhere is hard
/// to forge; what does not repeat the question is ignored and counted. A question without an answer goes to the next server, and is given
/// up after <see cref="ReverseResolverOptions.Tries"/>.
/// </remarks>
public sealed partial class ReverseResolver : IReverseResolver, IDisposable
{
    private const int PollMicroseconds = 20_000;

    private readonly ReverseResolverOptions _options;
    private readonly ReverseNames _names;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentQueue<NetworkAddress> _queue = new();
    private readonly AutoResetEvent _work = new(false);
    private readonly Dictionary<ushort, Question> _questions = [];
    private readonly List<Socket> _sockets = [];
    private readonly byte[] _buffer = new byte[4096];
    private readonly Thread _thread;
    private int _queued;
    private volatile bool _stopped;
    private long _answers;
    private long _failures;
    private long _dropped;
    private long _ignored;
    private bool _faultTold;

    /// <summary>Stores the settings; nothing is sent before <see cref="Start"/>.</summary>
    public ReverseResolver(ReverseResolverOptions options, ReverseNames names, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfZero(options.Servers.Count);
        _options = options;
        _names = names;
        _time = time;
        _logger = logger;
        _thread = new Thread(Run) { IsBackground = true, Name = "weir-dns" };
    }

    /// <summary>Questions answered, by a name or by the word that there is none.</summary>
    public long Answers => Volatile.Read(ref _answers);

    /// <summary>Questions given up.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Questions dropped because too many waited.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Messages that answered no question of ours.</summary>
    public long Ignored => Volatile.Read(ref _ignored);

    /// <summary>Opens the sockets and starts the thread.</summary>
    /// <exception cref="IngestException">A server cannot be reached from this machine, for want of an address of its family.</exception>
    public void Start()
    {
        foreach (IPEndPoint server in _options.Servers)
        {
            Socket socket = new(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
            _sockets.Add(socket);
            try
            {
                socket.Connect(server);
            }
            catch (SocketException e)
            {
                throw new IngestException($"dns.servers: {server} cannot be reached: {e.Message}", e);
            }
        }

        _thread.Start();
    }

    /// <inheritdoc/>
    public bool TryAsk(NetworkAddress address)
    {
        if (_stopped || Volatile.Read(ref _queued) >= _options.QueueCapacity)
        {
            Interlocked.Increment(ref _dropped);
            return false;
        }

        Interlocked.Increment(ref _queued);
        _queue.Enqueue(address);
        _work.Set();
        return true;
    }

    /// <summary>Stops the thread and closes the sockets.</summary>
    public void Dispose()
    {
        _stopped = true;
        _work.Set();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        foreach (Socket socket in _sockets)
        {
            socket.Dispose();
        }

        _work.Dispose();
    }

    private void Run()
    {
        while (!_stopped)
        {
            try
            {
                Step();
            }
            catch (Exception e)
            {
                if (!_faultTold)
                {
                    _faultTold = true;
                    LogFault(e);
                }

                _work.WaitOne(TimeSpan.FromSeconds(1));
            }
        }
    }

    private void Step()
    {
        if (_questions.Count == 0 && _queue.IsEmpty)
        {
            _work.WaitOne();
            return;
        }

        while (_questions.Count < _options.Outstanding && _queue.TryDequeue(out NetworkAddress address))
        {
            Interlocked.Decrement(ref _queued);
            Ask(address);
        }

        List<Socket> ready = [.. _sockets];
        Socket.Select(ready, null, null, PollMicroseconds);
        foreach (Socket socket in ready)
        {
            Receive(socket);
        }

        Repeat();
    }

    private void Ask(NetworkAddress address)
    {
        ushort id;
        do
        {
            id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
        }
        while (_questions.ContainsKey(id));

        byte[] bytes = new byte[DnsMessage.MostBytes];
        int length = DnsMessage.WriteQuestion(bytes, id, address);
        Question question = new(address, bytes[..length]);
        _questions.Add(id, question);
        Send(question);
    }

    private void Send(Question question)
    {
        question.Deadline = _time.GetTimestamp() + (long)(_options.Timeout.TotalSeconds * _time.TimestampFrequency);
        Socket server = _sockets[question.Tries++ % _sockets.Count];
        try
        {
            server.Send(question.Bytes);
        }
        catch (SocketException)
        {
            // Refused or unreachable just now: the next try may go better, and tries are limited.
        }
    }

    private void Receive(Socket socket)
    {
        while (true)
        {
            int length;
            try
            {
                length = socket.Receive(_buffer);
            }
            catch (SocketException)
            {
                // Nothing more to read, or the server's port is closed: the deadline decides.
                return;
            }

            Take(_buffer.AsSpan(0, length));
        }
    }

    private void Take(ReadOnlySpan<byte> message)
    {
        ushort id = message.Length < 2 ? (ushort)0 : (ushort)((message[0] << 8) | message[1]);
        if (!_questions.TryGetValue(id, out Question? question)
            || !DnsMessage.TryReadAnswer(message, question.Bytes, out string? name, out uint seconds))
        {
            Interlocked.Increment(ref _ignored);
            return;
        }

        _questions.Remove(id);
        Interlocked.Increment(ref _answers);
        _names.Answer(question.Address, name, name is null ? _options.NegativeLife : TimeSpan.FromSeconds(seconds));
    }

    private void Repeat()
    {
        long now = _time.GetTimestamp();
        foreach ((ushort id, Question question) in _questions)
        {
            if (now < question.Deadline)
            {
                continue;
            }

            if (question.Tries < _options.Tries)
            {
                Send(question);
                continue;
            }

            _questions.Remove(id);
            Interlocked.Increment(ref _failures);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The resolver of dns: met something unexpected; it goes on")]
    private partial void LogFault(Exception cause);

    private sealed class Question(NetworkAddress address, byte[] bytes)
    {
        public NetworkAddress Address { get; } = address;

        public byte[] Bytes { get; } = bytes;

        public int Tries { get; set; }

        public long Deadline { get; set; }
    }
}
