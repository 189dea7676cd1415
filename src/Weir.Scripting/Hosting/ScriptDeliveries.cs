using System.Text.Json;
using System.Threading.Channels;
using Weir.Analytics;
using Weir.Analytics.Flows;
using Weir.Analytics.Thresholds;

namespace Weir.Scripting.Hosting;

/// <summary>
/// Everything that waits to be sent to one script. Records and events go in batches and only as far as the script's
/// acknowledgements give credit, so a slow script fills its own queues and nobody else's time. Requests, answers, BGP news
/// and ticks go first. At most one tick is under way; further ones are left out and counted.
/// </summary>
internal sealed class ScriptDeliveries
{
    private const int Batch = 128; // Reference: 440,000 handler calls/s at this size.
    private const int Window = 4 * Batch; // Enough to keep the script busy while an acknowledgement travels.
    private const int ControlCapacity = 8192; // Above the sum of the bounds on requests and httpAsync answers.

    private readonly Channel<ControlMessage> _control = Channel.CreateBounded<ControlMessage>(new BoundedChannelOptions(ControlCapacity) { SingleReader = true });
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly List<FlowRecord> _records = [];
    private readonly List<ThresholdEvent> _events = [];
    private long _tickMs; // Shared: 0 when none is due. Written by the timer and the pump.
    private int _tickUnderWay; // Shared: written by timer, call thread.
    private long _ticksSkipped;
    private long _controlDropped;
    private int _pingDue;
    private int _generation;

    public ScriptDeliveries(int capacity)
    {
        Records = new DeliveryQueue<FlowRecord>(capacity);
        Events = new DeliveryQueue<ThresholdEvent>(capacity);
    }

    public DeliveryQueue<FlowRecord> Records { get; }

    public DeliveryQueue<ThresholdEvent> Events { get; }

    public long TicksSkipped => Interlocked.Read(ref _ticksSkipped);

    /// <summary>Number of the present process; messages for an earlier one are not sent.</summary>
    public int Generation => Volatile.Read(ref _generation);

    /// <summary>True when nothing waits and everything sent was acknowledged.</summary>
    public bool IsIdle => Records.Count == 0 && Events.Count == 0 && Records.InFlight == 0 && Events.InFlight == 0 && _control.Reader.Count == 0;

    /// <summary>Wakes the pump.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Waits until there may be something to send.</summary>
    public async ValueTask WaitAsync(CancellationToken cancel) => await _wake.Reader.ReadAsync(cancel);

    /// <summary>Queues a message; false when the queue is full or the process it is for has ended.</summary>
    public bool TrySend(int generation, char type, byte[] json) => Send(generation, type, json) is not null;

    /// <summary>As <see cref="TrySend"/>, for a message that may have to be withdrawn; null where that says false.</summary>
    public ControlMessage? Send(int generation, char type, byte[] json)
    {
        if (generation != Generation)
        {
            return null;
        }

        ControlMessage message = new(generation, type, json);
        if (!_control.Writer.TryWrite(message))
        {
            Interlocked.Increment(ref _controlDropped);
            return null;
        }

        Wake();
        return message;
    }

    /// <summary>An interval has passed.</summary>
    /// <param name="nowMs">Engine time; 0 before a replay's first datagram, when there is no time to tell the script and nothing is sent.</param>
    public void Tick(long nowMs)
    {
        if (nowMs <= 0)
        {
            return;
        }

        if (Interlocked.CompareExchange(ref _tickUnderWay, 1, 0) != 0)
        {
            Interlocked.Increment(ref _ticksSkipped);
            return;
        }

        Interlocked.Exchange(ref _tickMs, nowMs);
        Wake();
    }

    /// <summary>Asks for a sign of life.</summary>
    public void Ping()
    {
        Interlocked.Exchange(ref _pingDue, 1);
        Wake();
    }

    /// <summary>The script is done with something.</summary>
    public void Acknowledge(string kind, int count)
    {
        switch (kind)
        {
            case "records":
                Records.Acknowledge(count);
                break;
            case "events":
                Events.Acknowledge(count);
                break;
            case "tick":
                Interlocked.Exchange(ref _tickUnderWay, 0);
                break;
            default:
                return; // A ping: that something came is all there is to know.
        }

        Wake();
    }

    /// <summary>The process has ended: what it had not acknowledged is lost.</summary>
    public void Reset()
    {
        Interlocked.Increment(ref _generation);
        Records.ForgetInFlight();
        Events.ForgetInFlight();
        Interlocked.Exchange(ref _tickMs, 0);
        Interlocked.Exchange(ref _tickUnderWay, 0);
    }

    /// <summary>Builds the next frame to send; false when nothing may be sent now. Only the pump calls this.</summary>
    public bool TryNext(FrameBuffer frame)
    {
        while (_control.Reader.TryRead(out ControlMessage? control))
        {
            if (control.Generation == Generation && control.Take() is { } json)
            {
                frame.Start(control.Type).WriteRawValue(json, skipInputValidation: true);
                return true;
            }
        }

        long tick = Interlocked.Exchange(ref _tickMs, 0);
        if (tick != 0)
        {
            frame.Start('T').WriteNumberValue(tick);
            return true;
        }

        if (Interlocked.Exchange(ref _pingDue, 0) != 0)
        {
            frame.Start('P').WriteNumberValue(0);
            return true;
        }

        return TryBatch(Events, _events, 'E', frame) || TryBatch(Records, _records, 'R', frame);
    }

    private static bool TryBatch<T>(DeliveryQueue<T> queue, List<T> batch, char type, FrameBuffer frame)
    {
        queue.Take(batch, Math.Min(Batch, Window - queue.InFlight));
        if (batch.Count == 0)
        {
            return false;
        }

        JsonSerializer.Serialize(frame.Start(type), batch, WeirJson.Options);
        return true;
    }
}
