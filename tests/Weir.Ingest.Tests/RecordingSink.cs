using System.Globalization;
using Weir.Wire;

namespace Weir.Ingest.Tests;

/// <summary>Keeps what it is given as lines of text, and checks the order of the calls.</summary>
internal sealed class RecordingSink : IDatagramSink
{
    private readonly Lock _gate = new();
    private readonly List<string> _calls = [];
    private bool _entered;
    private long _datagrams;
    private long _advances;
    private long _lastTimeUs = long.MinValue;

    /// <summary>Called on the receive thread for each datagram.</summary>
    public Action<byte[], NetworkAddress>? OnDatagram { get; set; }

    public Thread? Caller { get; private set; }

    public long Datagrams => Interlocked.Read(ref _datagrams);

    public long Advances => Interlocked.Read(ref _advances);

    public bool WentBackwards { get; private set; }

    public bool WasMisused { get; private set; }

    public List<string> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    public List<string> Payloads => [.. Calls.Where(c => c[0] == 'D').Select(c => c.Split(' ')[3])];

    public List<string> Sources => [.. Calls.Where(c => c[0] == 'D').Select(c => c.Split(' ')[2])];

    public void Enter()
    {
        WasMisused |= _entered;
        _entered = true;
        Caller = Thread.CurrentThread;
    }

    public void Process(ReadOnlySpan<byte> payload, NetworkAddress source, long timeUs, long receivedTicks)
    {
        byte[] copy = payload.ToArray();
        Note(timeUs, string.Create(CultureInfo.InvariantCulture, $"D {timeUs} {source} {Convert.ToHexStringLower(copy)}"));
        OnDatagram?.Invoke(copy, source);
        Interlocked.Increment(ref _datagrams);
    }

    public void AdvanceTo(long timeUs)
    {
        Note(timeUs, string.Create(CultureInfo.InvariantCulture, $"A {timeUs}"));
        Interlocked.Increment(ref _advances);
    }

    public void Exit()
    {
        WasMisused |= !_entered;
        _entered = false;
    }

    private void Note(long timeUs, string call)
    {
        WasMisused |= !_entered;
        WentBackwards |= timeUs < _lastTimeUs;
        _lastTimeUs = timeUs;
        lock (_gate)
        {
            _calls.Add(call);
        }
    }
}
