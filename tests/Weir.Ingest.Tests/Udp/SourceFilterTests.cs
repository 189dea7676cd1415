using Weir.Ingest.Udp;
using Weir.Wire;

namespace Weir.Ingest.Tests.Udp;

public sealed class SourceFilterTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.255.255.255", true)]
    [InlineData("10.0.0.0/8", "11.0.0.0", false)]
    [InlineData("10.1.2.3/8", "10.200.0.1", true)]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("0.0.0.0/0", "203.0.113.9", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("2001:db8::/65", "2001:db8::8000:0:0:1", false)]
    [InlineData("2001:db8::/65", "2001:db8::7fff:0:0:1", true)]
    [InlineData("::/0", "::1", true)]
    [InlineData("::/0", "127.0.0.1", false)]
    [InlineData("10.0.0.0/8;192.0.2.1 2001:db8::1,\n172.16.0.0/12", "172.31.0.1", true)]
    [InlineData("", "203.0.113.9", true)]
    public void Contains_Address_FollowsTheList(string list, string address, bool expected)
    {
        Assert.True(NetworkAddress.TryParse(address, out NetworkAddress source));
        Assert.Equal(expected, SourceFilter.Parse(list).Contains(source));
    }

    [Theory]
    [InlineData("10.0.0.0/33", "10.0.0.0/33")]
    [InlineData("10.0.0.0/-1", "10.0.0.0/-1")]
    [InlineData("10.0.0.0/", "10.0.0.0/")]
    [InlineData("192.0.2.1, nonsense, 2001:db8::/129", "nonsense, 2001:db8::/129")]
    [InlineData("10", "10")]
    public void Parse_BadEntries_NamesThemAll(string list, string named)
    {
        IngestException e = Assert.Throws<IngestException>(() => SourceFilter.Parse(list));
        Assert.StartsWith($"Not an address or prefix: {named} (", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_Null_LetsEveryoneSend()
    {
        Assert.True(SourceFilter.Parse(null).AllowsAny);
    }
}
