using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Weir.Testing.Receivers;

/// <summary>Collects IPFIX over UDP and checks it: lengths, templates before data, sequence numbers; written from RFC 7011 alone.</summary>
public sealed class IpfixReceiver : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<byte[]> _messages = [];
    private readonly List<string> _records = [];
    private readonly List<string> _problems = [];
    private readonly Dictionary<int, List<(int Id, int Length)>> _templates = [];
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private uint _sequence;

    /// <summary>Listens on a free port of loopback.</summary>
    public IpfixReceiver()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
        _loop = RunAsync();
    }

    /// <summary>Port.</summary>
    public int Port { get; }

    /// <summary>Templates seen, repeats included.</summary>
    public int Templates { get; private set; }

    /// <summary>Datagrams as they came.</summary>
    public IReadOnlyList<byte[]> Messages
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>Data records as <c>element=hex ...</c> in order of the template.</summary>
    public IReadOnlyList<string> Records
    {
        get
        {
            lock (_gate)
            {
                return [.. _records];
            }
        }
    }

    /// <summary>What broke the rules.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            lock (_gate)
            {
                return [.. _problems];
            }
        }
    }

    /// <summary>Forgets every template, as a collector that begins anew.</summary>
    public void ForgetTemplates()
    {
        lock (_gate)
        {
            _templates.Clear();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        byte[] buffer = new byte[65_536];
        try
        {
            while (true)
            {
                int length = await _socket.ReceiveAsync(buffer, SocketFlags.None, _stop.Token);
                lock (_gate)
                {
                    _messages.Add(buffer[..length]);
                    Read(buffer.AsSpan(0, length));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private void Read(ReadOnlySpan<byte> message)
    {
        if (message.Length < 16 || Word16(message, 0) != 10 || Word16(message, 2) != message.Length)
        {
            _problems.Add("header or length");
            return;
        }

        if (Word32(message, 8) != _sequence)
        {
            _problems.Add(string.Create(CultureInfo.InvariantCulture, $"sequence {Word32(message, 8)} instead of {_sequence}"));
        }

        for (int at = 16; at < message.Length;)
        {
            int length = at + 4 <= message.Length ? Word16(message, at + 2) : 0;
            if (length < 5 || at + length > message.Length)
            {
                _problems.Add("length of a set");
                return;
            }

            ReadSet(Word16(message, at), message.Slice(at + 4, length - 4));
            at += length;
        }
    }

    private void ReadSet(int id, ReadOnlySpan<byte> set)
    {
        if (id == 2)
        {
            ReadTemplates(set);
        }
        else if (id < 256 || !_templates.TryGetValue(id, out List<(int Id, int Length)>? template))
        {
            _problems.Add("data without template");
        }
        else
        {
            ReadData(template, set);
        }
    }

    private void ReadTemplates(ReadOnlySpan<byte> set)
    {
        for (int at = 0; at < set.Length;)
        {
            int id = Word16(set, at);
            int count = Word16(set, at + 2);
            at += 4;
            List<(int, int)> fields = [];
            for (int i = 0; i < count; i++, at += 4)
            {
                fields.Add((Word16(set, at), Word16(set, at + 2)));
            }

            if (id < 256 || (_templates.TryGetValue(id, out List<(int Id, int Length)>? old) && !old.SequenceEqual(fields)))
            {
                _problems.Add("template number below 256, or with new fields");
            }

            _templates[id] = fields;
            Templates++;
        }
    }

    private void ReadData(List<(int Id, int Length)> template, ReadOnlySpan<byte> set)
    {
        int size = template.Sum(f => f.Length);
        while (set.Length >= size)
        {
            List<string> fields = [];
            foreach ((int id, int length) in template)
            {
                fields.Add(string.Create(CultureInfo.InvariantCulture, $"{id}={Convert.ToHexString(set[..length])}"));
                set = set[length..];
            }

            _records.Add(string.Join(' ', fields));
            _sequence++;
        }

        // Padding is shorter than a record and than four bytes, and zero.
        if (set.Length > 3 || set.ContainsAnyExcept((byte)0))
        {
            _problems.Add("bytes behind the last record");
        }
    }

    private static int Word16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    private static uint Word32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
}
