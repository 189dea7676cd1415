using Weir.Analytics.Names;
using Weir.Testing;
using Weir.Wire;
using Xunit;

namespace Weir.Analytics.Tests.Names;

public sealed class ReverseNamesTests
{
    private readonly ManualTime _time = new();
    private readonly Resolver _resolver = new();
    private readonly ReverseNames _names;

    public ReverseNamesTests()
    {
        _names = new ReverseNames(_time);
        _names.UseResolver(_resolver);
    }

    [Fact]
    public void Find_NoAnswer_AsksAgainOnlyAfterAWhile()
    {
        NetworkAddress address = NetworkAddress.FromV4(1);
        Assert.Null(_names.Find(address));
        Assert.Null(_names.Find(address));
        Assert.Equal(1, _resolver.Count);
        _time.Advance(ReverseNames.Patience);
        Assert.Null(_names.Find(address));
        Assert.Equal(2, _resolver.Count);
    }

    [Fact]
    public void Find_TimeIsOver_GivesTheOldNameAndAsks()
    {
        NetworkAddress address = NetworkAddress.FromV4(1);
        _names.Find(address);
        _names.Answer(address, "a.", TimeSpan.FromSeconds(1));
        _time.Advance(ReverseNames.ShortestLife - TimeSpan.FromSeconds(1));
        Assert.Equal("a.", _names.Find(address)!.Value);
        Assert.Equal(1, _resolver.Count);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("a.", _names.Find(address)!.Value);
        Assert.Equal(2, _resolver.Count);
        _names.Answer(address, "b.", TimeSpan.FromDays(100));
        Assert.Equal("b.", _names.Find(address)!.Value);
        _time.Advance(ReverseNames.LongestLife + TimeSpan.FromSeconds(1));
        _names.Find(address);
        Assert.Equal(3, _resolver.Count);
    }

    [Fact]
    public void Find_ResolverIsFull_IsCounted()
    {
        _resolver.Takes = false;
        Assert.Null(_names.Find(NetworkAddress.FromV4(1)));
        Assert.Equal((0, 1), (_names.Asked, _names.Refused));
    }

    [Fact]
    public void Find_MoreAddressesThanPlaces_KeepsTheBoundAndMakesRoomForLater()
    {
        for (uint i = 0; i < ReverseNames.Capacity + 1_000; i++)
        {
            _names.Find(NetworkAddress.FromV4(i));
        }

        Assert.Equal((ReverseNames.Capacity, 1_000), (_names.Count, _names.Refused));
        _time.Advance(ReverseNames.Patience + TimeSpan.FromSeconds(11));
        _names.Find(NetworkAddress.FromV4(uint.MaxValue));
        Assert.Equal(1, _names.Count);
    }

    [Fact]
    public void Answer_NeverAsked_IsNotKept()
    {
        _names.Answer(NetworkAddress.FromV4(9), "spoofed.", TimeSpan.FromDays(1));
        Assert.Equal(0, _names.Count);
    }

    private sealed class Resolver : IReverseResolver
    {
        public int Count { get; private set; }

        public bool Takes { get; set; } = true;

        public bool TryAsk(NetworkAddress address)
        {
            Count += Takes ? 1 : 0;
            return Takes;
        }
    }
}
