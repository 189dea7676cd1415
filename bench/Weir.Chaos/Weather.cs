using Weir.Testing.Receivers;

namespace Weir.Chaos;

/// <summary>What goes wrong at a receiver, one thing after the other, at random.</summary>
public sealed class Weather(HttpReceiver receiver, Random random)
{
    private int _storm;
    private Fault? _same;

    /// <summary>Faults raised.</summary>
    public int Faults { get; private set; }

    /// <summary>Times the receiver was away.</summary>
    public int Outages { get; private set; }

    /// <summary>Goes on until told to stop; the receiver is well then.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await Task.Delay(random.Next(5, 40), stop);
                if (random.Next(60) == 0)
                {
                    Outages++;
                    await receiver.StopAsync();
                    await Task.Delay(random.Next(50, 400), stop);
                    await receiver.StartAsync();
                }
                else if (receiver.Faults.IsEmpty && Next() is { } fault)
                {
                    Faults++;
                    receiver.Faults.Enqueue(fault);
                }
            }
        }
        catch (OperationCanceledException)
        {
            await receiver.StopAsync();
            receiver.Faults.Clear();
            await receiver.StartAsync();
        }
    }

    private Fault? Next()
    {
        // A storm is the same answer many times over.
        if (_storm-- > 0)
        {
            return _same;
        }

        _same = random.Next(14) switch
        {
            0 => Fault.Status(429, "too many"),
            1 => Fault.TooMany(random.Next(2)),
            2 => Fault.Status(500, "oops"),
            3 => Fault.Status(503),
            4 => Fault.Reset,
            5 => Fault.ResetAfter,
            6 => Fault.ResetMidReply,
            7 => Fault.ResetMidBody,
            8 => Fault.Hang,
            9 => Fault.Trickle(TimeSpan.FromMilliseconds(20)),
            10 => Fault.Delay(TimeSpan.FromMilliseconds(50)),
            _ => null,
        };
        _storm = _same?.Kind == FaultKind.Status && random.Next(3) == 0 ? random.Next(20) : 0;
        return _same;
    }
}
