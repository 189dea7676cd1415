using System.Net;
using System.Net.Sockets;
using Weir.Server.Composition.Bgp;
using Weir.Testing;

namespace Weir.EndToEnd.Tests.Bgp;

/// <summary>Names of routers and the name servers that answer late or never.</summary>
public class BgpNamesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Find_AddressOrQuickName_IsUsedAtOnce()
    {
        await using BgpNames names = new(static (name, _) => name == "router" ? Task.FromResult<IPAddress[]>([IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2")]) : throw new SocketException(11001));
        string seen = "";
        bool Use(IPAddress? address, string? problem)
        {
            seen = $"{address} {problem?.Split(':')[0]}";
            return problem is null;
        }

        Assert.Equal((true, "192.0.2.9 "), (names.Find("192.0.2.9", Use), seen));
        Assert.Equal((true, "192.0.2.1 "), (names.Find("router", Use), seen));
        Assert.Equal((false, " the name 'nobody' cannot be resolved"), (names.Find("nobody", Use), seen));
        Assert.Equal(0, names.Waiting);
        Assert.False(names.TryFollow("router", static () => { }));
    }

    [Fact]
    public async Task Find_SlowNameServer_AnswersLaterAndThenWhatFollows()
    {
        TaskCompletionSource<IPAddress[]> answer = new();
        await using BgpNames names = new((_, _) => answer.Task);
        List<string> done = [];
        Assert.Null(names.Find("router", (address, _) => Note($"neighbour {address}")));
        Assert.True(names.TryFollow("router", () => Note("source")));
        // A second script that says the same name comes behind, without waiting again.
        Assert.Null(names.Find("router", (address, _) => Note($"again {address}")));
        Assert.Equal((1, 0), (names.Waiting, Count()));
        answer.SetResult([IPAddress.Parse("192.0.2.1")]);
        Assert.True(await Condition.HoldsAsync(() => Count() == 3, Cancel));
        Assert.Equal(["neighbour 192.0.2.1", "source", "again 192.0.2.1"], done);
        Assert.Equal(0, names.Waiting);

        int Count()
        {
            lock (done)
            {
                return done.Count;
            }
        }

        bool Note(string what)
        {
            lock (done)
            {
                done.Add(what);
                return true;
            }
        }
    }

    [Fact]
    public async Task DisposeAsync_NameServerNeverAnswers_EndsAndUsesNothing()
    {
        BgpNames names = new(static async (_, cancel) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
            return [];
        });
        bool used = false;
        Assert.Null(names.Find("router", (_, _) => used = true));
        await names.DisposeAsync();
        Assert.False(used);
    }
}
