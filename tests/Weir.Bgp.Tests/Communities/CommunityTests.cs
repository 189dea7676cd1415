using Weir.Bgp.Attributes;
using Weir.Bgp.Communities;

namespace Weir.Bgp.Tests.Communities;

public sealed class CommunityTests
{
    [Theory]
    [InlineData("65535:666", 0xFFFF029Au)]
    [InlineData("blackhole", 0xFFFF029Au)]
    [InlineData("no-export", 0xFFFFFF01u)]
    [InlineData(" 1:2 ", 0x00010002u)]
    [InlineData("4294967295", 0xFFFFFFFFu)]
    public void TryParse_StandardCommunity_GivesItsBits(string text, uint expected)
    {
        Assert.True(Community.TryParse(text, out Community community));
        Assert.Equal(expected, community.Value);
    }

    [Theory]
    [InlineData("65536:1")]
    [InlineData("1:2:3")]
    [InlineData("nothing")]
    [InlineData("")]
    [InlineData("-1:2")]
    public void TryParse_NoCommunity_IsRefused(string text) => Assert.False(Community.TryParse(text, out _));

    [Fact]
    public void ToString_AnyCommunity_ParsesBack()
    {
        RandomValues random = new(3);
        for (int i = 0; i < 1000; i++)
        {
            Community standard = new(random.Number());
            Assert.True(Community.TryParse(standard.ToString(), out Community a) && a == standard);
            LargeCommunity large = new(random.Number(), random.Number(), random.Number());
            Assert.True(LargeCommunity.TryParse(large.ToString(), out LargeCommunity b) && b == large);
            ExtendedCommunity extended = new((ulong)random.Source.NextInt64());
            Assert.True(ExtendedCommunity.TryParse(extended.ToString(), out ExtendedCommunity c) && c == extended);
        }
    }

    [Theory]
    [InlineData("65000 65001 4200000000", "65000 65001 4200000000", 65000u, 4200000000u, 3)]
    [InlineData("65000-65001 {1,2}", "65000 65001 {1,2}", 65000u, 0u, 3)]
    [InlineData("", "", 0u, 0u, 0)]
    public void AsPath_Text_ParsesAndPrints(string text, string printed, uint neighbor, uint origin, int length)
    {
        Assert.True(AsPath.TryParse(text, out AsPath path));
        Assert.Equal((printed, neighbor, origin, length), (path.ToString(), path.NeighborAs, path.OriginAs, path.Length));
    }

    [Theory]
    [InlineData("{1")]
    [InlineData("1}")]
    [InlineData("x")]
    [InlineData("4294967296")]
    public void AsPath_BadText_IsRefused(string text) => Assert.False(AsPath.TryParse(text, out _));
}
