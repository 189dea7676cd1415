using System.Buffers.Binary;
using System.Net.Sockets;

namespace Weir.Export.Sinks.Ipfix;

/// <summary>Messages to one collector over UDP (RFC 7011 sections 3 and 10.3).</summary>
/// <remarks>
/// One transport session with one observation domain: the sequence number in a message's header counts the data records sent before it.
/// A template is sent before the first record that needs it, and again after <see cref="TemplateInterval"/> or
/// <see cref="TemplatePackets"/> messages, since a datagram may be lost and a collector may begin anew. Used by one caller at a time.
/// </remarks>
internal sealed class IpfixCollector : IDisposable
{
    /// <summary>Longest time between two sendings of a template.</summary>
    public static readonly TimeSpan TemplateInterval = TimeSpan.FromMinutes(5);

    /// <summary>Most messages between two sendings of a template.</summary>
    public const int TemplatePackets = 1_000;

    // Looking up a name that nobody knows takes seconds, which other collectors would wait for.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private const int MaxMessage = 1_400;
    private const int HeaderLength = 16;
    private const int SetHeaderLength = 4;
    private const ushort Version = 10;
    private const ushort TemplateSet = 2;

    private readonly byte[] _message = new byte[MaxMessage];
    private readonly Dictionary<ushort, (long Ticks, long Messages)> _templates = [];
    private readonly TimeProvider _time;
    private readonly uint _domain;
    private readonly string _host;
    private readonly int _port;
    private Socket? _socket;
    private int _length = HeaderLength;
    private int _set;
    private uint _sequence;
    private uint _records;
    private long _messages;
    private long? _pausedAt;

    /// <param name="host">Name or address.</param>
    /// <param name="port">Port.</param>
    /// <param name="domain">Observation domain.</param>
    /// <param name="time">Clock of the messages' headers.</param>
    public IpfixCollector(string host, int port, uint domain, TimeProvider time)
    {
        _host = host;
        _port = port;
        _domain = domain;
        _time = time;
    }

    /// <summary>Adds a data record, with its template when it is due; sends what was gathered before when there is no room.</summary>
    /// <returns>Records that were sent, and records that could not be.</returns>
    public async ValueTask<(int Sent, int Failed)> AddAsync(ushort id, IpfixLayout layout, ReadOnlyMemory<byte> record, CancellationToken cancel)
    {
        (int Sent, int Failed) result = default;
        bool due = IsDue(id);
        int needed = record.Length + SetHeaderLength + (due ? SetHeaderLength + 4 + (4 * layout.Elements.Count) : 0);
        if (_length + needed > MaxMessage)
        {
            result = await FlushAsync(cancel);

            // A message that failed takes its templates with it.
            due = IsDue(id);
        }

        if (due)
        {
            WriteTemplate(id, layout);
        }

        BeginSet(id);
        record.Span.CopyTo(_message.AsSpan(_length));
        _length += record.Length;
        _records++;
        return result;
    }

    /// <summary>Sends what was gathered.</summary>
    /// <returns>Records that were sent, and records that could not be.</returns>
    public async ValueTask<(int Sent, int Failed)> FlushAsync(CancellationToken cancel)
    {
        if (_length == HeaderLength)
        {
            return default;
        }

        EndSet();
        int records = (int)_records;
        ReadOnlyMemory<byte> message = Finish();
        if (_pausedAt is { } paused && _time.GetElapsedTime(paused) < Pause)
        {
            _templates.Clear();
            return (0, records);
        }

        try
        {
            Socket socket = await ConnectAsync(cancel);
            await socket.SendAsync(message, SocketFlags.None, cancel);
            return (records, 0);
        }
        catch (SocketException)
        {
            // Nobody listens, or the name is not known: the templates are sent again as soon as somebody may.
            _pausedAt = _socket is { Connected: true } ? null : _time.GetTimestamp();
            Forget();
            return (0, records);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Forget();

    private bool IsDue(ushort id) =>
        !_templates.TryGetValue(id, out (long Ticks, long Messages) sent)
        || _time.GetElapsedTime(sent.Ticks) >= TemplateInterval
        || _messages - sent.Messages >= TemplatePackets;

    private void WriteTemplate(ushort id, IpfixLayout layout)
    {
        BeginSet(TemplateSet);
        WriteUInt16(id);
        WriteUInt16((ushort)layout.Elements.Count);
        foreach (IpfixElement element in layout.Elements)
        {
            WriteUInt16(element.Id);
            WriteUInt16(element.Length);
        }

        _templates[id] = (_time.GetTimestamp(), _messages);
    }

    private void BeginSet(ushort id)
    {
        if (_set > 0 && BinaryPrimitives.ReadUInt16BigEndian(_message.AsSpan(_set)) == id)
        {
            return;
        }

        EndSet();
        _set = _length;
        WriteUInt16(id);
        WriteUInt16(0);
    }

    private void EndSet()
    {
        if (_set > 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_message.AsSpan(_set + 2), (ushort)(_length - _set));
        }

        _set = 0;
    }

    private ReadOnlyMemory<byte> Finish()
    {
        Span<byte> header = _message;
        BinaryPrimitives.WriteUInt16BigEndian(header, Version);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)_length);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], (uint)_time.GetUtcNow().ToUnixTimeSeconds());
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], _sequence);
        BinaryPrimitives.WriteUInt32BigEndian(header[12..], _domain);
        ReadOnlyMemory<byte> message = _message.AsMemory(0, _length);
        _sequence = unchecked(_sequence + _records);
        _messages++;
        _records = 0;
        _length = HeaderLength;
        return message;
    }

    private void WriteUInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_message.AsSpan(_length), value);
        _length += 2;
    }

    private async ValueTask<Socket> ConnectAsync(CancellationToken cancel)
    {
        if (_socket is null)
        {
            _socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
            await _socket.ConnectAsync(_host, _port, cancel);
        }

        return _socket;
    }

    private void Forget()
    {
        _socket?.Dispose();
        _socket = null;
        _templates.Clear();
    }
}
