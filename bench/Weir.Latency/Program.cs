using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Weir.Latency;

// Weir.Latency [events] [per second]: time from a threshold-crossing datagram to the script's handler and to an HTTP receiver.
int events = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000;
int perSecond = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 50;
if (events is < 1 or > 100_000 || perSecond is < 1 or > 1_000)
{
    Console.Error.WriteLine("usage: Weir.Latency [events 1-100000] [per second 1-1000]");
    return 2;
}

await using Receiver receiver = await Receiver.StartAsync(events);
await using Subject weir = await Subject.StartAsync(receiver.Address);
using UdpClient agent = new();
agent.Connect(IPAddress.Loopback, weir.SFlowPort);

// The first events find cold code: they are sent and waited for, not counted.
const int WarmUp = 100;
uint sequence = 0;
TimeSpan gap = TimeSpan.FromSeconds(1.0 / perSecond);
using PeriodicTimer timer = new(gap);
for (int i = 0; i < WarmUp + events; i++)
{
    await timer.WaitForNextTickAsync();
    byte[] datagram = Crossing.Make(++sequence, i);
    receiver.Sent(i);
    agent.Send(datagram);
}

await receiver.WaitAsync(WarmUp + events, TimeSpan.FromSeconds(10));
receiver.Report(Console.Out, WarmUp, events);
return 0;
