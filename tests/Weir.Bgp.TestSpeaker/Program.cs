using System.Globalization;
using System.Net;
using Weir.Bgp;
using Weir.Bgp.Addressing;
using Weir.Bgp.FlowSpec;
using Weir.Bgp.Rib;
using Weir.Bgp.Session;

// A speaker in a process of its own, so that tests can kill it. Commands come on standard input, answers go to standard output:
//   route PREFIX NEXTHOP COMMUNITIES | unroute PREFIX | flow TEXT | unflow TEXT | state | stop | leave
// Arguments: own address, own port, neighbour's address, its port (0 waits for it to dial), own AS.
IPAddress own = IPAddress.Parse(args[0]);
IPAddress peer = IPAddress.Parse(args[2]);
RouteOwner owner = new("test");
await using BgpSpeaker speaker = new(new BgpSpeakerOptions { ListenAddresses = [own], Port = Number(args[1]) });
speaker.AddNeighbor(
    new BgpNeighborOptions
    {
        Address = peer,
        LocalAddress = own,
        RemotePort = Number(args[3]),
        LocalAs = (uint)Number(args[4]),
        RouterId = IPAddress.Parse("10.0.0.1"),
        Families = FamilySet.All,
        HoldTime = TimeSpan.FromSeconds(9),
        ConnectRetry = TimeSpan.FromSeconds(1),
        EndOfRibDelay = TimeSpan.FromSeconds(1),
    },
    _ => Console.WriteLine("open"),
    _ => Console.WriteLine("close"));
await speaker.StartAsync();
Console.WriteLine($"listening {speaker.EndPoints[0].Port}");
while (await Console.In.ReadLineAsync() is string line && Answer(line))
{
}

return 0;

bool Answer(string line)
{
    string[] words = line.Split(' ', 2);
    string rest = words.Length > 1 ? words[1] : "";
    switch (words[0])
    {
        case "route":
            Console.WriteLine(speaker.AddRoute(peer, owner, Route(rest)));
            return true;
        case "unroute":
            Console.WriteLine(speaker.Remove(peer, owner.Name, Nlri.FromPrefix(Route(rest + " " + (rest.Contains(':', StringComparison.Ordinal) ? "100::1" : "192.0.2.1")).Prefix)));
            return true;
        case "flow":
            Console.WriteLine(FlowSpecText.TryParse(rest, out FlowSpecRoute? flow, out IReadOnlyList<FlowSpecProblem> problems)
                ? speaker.AddFlow(peer, owner, flow!) : string.Join("; ", problems));
            return true;
        case "unflow":
            Console.WriteLine(FlowSpecText.TryParse(rest, out FlowSpecRoute? gone, out _) && speaker.Remove(peer, owner.Name, gone!.Nlri));
            return true;
        case "state":
            NeighborStatus status = speaker.FindNeighbor(peer)!;
            Console.WriteLine($"{status.State} {status.LastError} queued {status.QueuedCount} announced {status.Announced} {status.Session}");
            return true;
        default:
            return false;
    }
}

static UnicastRoute Route(string text)
{
    string[] words = text.Split(' ');
    return UnicastRoute.TryParse(words[0], words[1], words.Length > 2 ? words[2] : "", "", "", out UnicastRoute? route, out IReadOnlyList<string> problems)
        ? route! : throw new ArgumentException(string.Join("; ", problems));
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
