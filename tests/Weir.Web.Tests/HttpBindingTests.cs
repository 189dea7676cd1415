using System.Net;
using System.Net.Sockets;

namespace Weir.Web.Tests;

public class HttpBindingTests
{
    private static readonly IPAddress Named = IPAddress.Parse("192.0.2.7");

    [Fact]
    public void Resolve_NothingSaid_IsLoopback()
    {
        HttpBinding binding = Resolve(new WebOptions());
        Assert.True(binding.IsLoopbackOnly);
        Assert.Contains(IPAddress.Loopback, binding.Addresses);
        Assert.Contains("neither http.hostname nor weir.http.user is set", binding.Reason, StringComparison.Ordinal);
        Assert.Equal(8008, binding.Port);
    }

    [Fact]
    public void Resolve_UserAndPassword_IsEverywhere()
    {
        HttpBinding binding = Resolve(new WebOptions { User = "ops", Password = "secret" });
        Assert.False(binding.IsLoopbackOnly);
        Assert.Contains("authenticate", binding.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_Token_IsEverywhere() => Assert.False(Resolve(new WebOptions { Token = "t" }).IsLoopbackOnly);

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("*")]
    [InlineData("::")]
    public void Resolve_EveryInterfaceByWord_IsEverywhereAndWarns(string hostname)
    {
        HttpBinding binding = Resolve(new WebOptions { Hostname = hostname });
        Assert.Equal([IPAddress.IPv6Any], binding.Addresses);
        Assert.Contains($"http.hostname is {hostname}", binding.Reason, StringComparison.Ordinal);
        Assert.Contains("no password", binding.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_EveryInterfaceWithAuthentication_DoesNotWarn() =>
        Assert.DoesNotContain("no password", Resolve(new WebOptions { Hostname = "*", Token = "t" }).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("192.0.2.7", false)]
    [InlineData("probe.example", false)]
    public void Resolve_Hostname_IsTheWordOfTheOperator(string hostname, bool loopback)
    {
        HttpBinding binding = Resolve(new WebOptions { Hostname = hostname, User = "u", Password = "p" });
        Assert.Equal(loopback, binding.IsLoopbackOnly);
        Assert.True(loopback || binding.Addresses.SequenceEqual([Named]));
    }

    [Fact]
    public void Resolve_UnknownName_SaysSo()
    {
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => HttpBinding.Resolve(
            new WebOptions { Hostname = "nowhere.example" }, _ => throw new SocketException((int)SocketError.HostNotFound)));
        Assert.Contains("http.hostname: 'nowhere.example' has no address", e.Message, StringComparison.Ordinal);
    }

    private static HttpBinding Resolve(WebOptions options) => HttpBinding.Resolve(options, _ => [Named]);
}
