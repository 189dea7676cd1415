using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics.Names;
using Weir.Ingest.Names;
using Weir.Testing;
using Weir.Wire;

namespace Weir.Ingest.Tests.Names;

public sealed class ReverseResolverTests
{
    private static readonly NetworkAddress V4 = NetworkAddress.FromV4(0xc0000201);
    private static readonly NetworkAddress V6 = new(0x20010db8_00000000, 0x1, NetworkFamily.V6);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TryAsk_BothFamilies_NamesCome()
    {
        using NameServer server = new(static name => name switch
        {
            "1.2.0.192.in-addr.arpa" => "host.example.com",
            "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa" => "six.example.com",
            _ => "",
        });
        server.Forges = true;
        ReverseNames names = new(TimeProvider.System);
        using ReverseResolver resolver = Start(names, server.Address);

        // Asked by whoever looks first. As a rule there is no name yet; the server is quick, so there may be one.
        Find(names, V4);
        Find(names, V6);
        Assert.True(await Condition.HoldsAsync(() => Find(names, V4) == "host.example.com." && Find(names, V6) == "six.example.com.", Cancel));
        Assert.Equal((2, 0), (resolver.Answers, resolver.Failures));
        Assert.True(resolver.Ignored >= 2);
    }

    [Fact]
    public async Task TryAsk_NoSuchName_IsAnsweredAndNotAskedAgain()
    {
        using NameServer server = new(static _ => "");
        ReverseNames names = new(TimeProvider.System);
        using ReverseResolver resolver = Start(names, server.Address);
        Find(names, V4);
        Assert.True(await Condition.HoldsAsync(() => resolver.Answers == 1, Cancel));
        Assert.Null(Find(names, V4));
        Assert.Equal((1, 1), (names.Asked, server.Questions));
    }

    [Fact]
    public async Task TryAsk_FirstServerIsSilent_TheSecondIsAsked()
    {
        using NameServer silent = new(static _ => null);
        using NameServer server = new(static _ => "second.example.com");
        ReverseNames names = new(TimeProvider.System);
        using ReverseResolver resolver = Start(names, silent.Address, server.Address);
        Find(names, V4);
        Assert.True(await Condition.HoldsAsync(() => Find(names, V4) == "second.example.com.", Cancel));
        Assert.Equal((1, 1), (silent.Questions, server.Questions));
    }

    [Fact]
    public async Task TryAsk_NobodyAnswers_IsGivenUp()
    {
        using NameServer silent = new(static _ => null);
        ReverseNames names = new(TimeProvider.System);
        using ReverseResolver resolver = Start(names, silent.Address);
        Find(names, V4);
        Assert.True(await Condition.HoldsAsync(() => resolver.Failures == 1, Cancel));
        Assert.Equal(3, silent.Questions);
    }

    [Fact]
    public async Task TryAsk_ManyAtOnce_AreAnsweredOrCounted()
    {
        using NameServer server = new(static name => $"{name.Replace('.', '-')}.example.com");
        ReverseNames names = new(TimeProvider.System);
        using ReverseResolver resolver = Start(names, server.Address);
        for (uint i = 0; i < 10_000; i++)
        {
            Find(names, NetworkAddress.FromV4(0x0a000000 + i));
        }

        Assert.Equal(10_000, names.Asked + names.Refused);
        Assert.Equal(names.Refused, resolver.Dropped);
        Assert.True(await Condition.HoldsAsync(() => resolver.Answers + resolver.Failures == names.Asked, Cancel));
        Assert.True(resolver.Answers > 0);
    }

    [Fact]
    public void TryReadAnswer_CutAndDamaged_NeverThrows()
    {
        byte[] question = new byte[512];
        int length = DnsMessage.WriteQuestion(question, 7, V4);
        question = question[..length];
        Random random = new(11);
        byte[] answer = [.. question, 0xc0, 12, 0, 12, 0, 1, 0, 0, 14, 16, 0, 9, 4, (byte)'h', (byte)'o', (byte)'s', (byte)'t', 1, (byte)'.', 0xc0, 0xff];
        answer[2] = 0x81;
        answer[7] = 1;
        for (int i = 0; i < 100_000; i++)
        {
            byte[] damaged = answer[..random.Next(answer.Length + 1)];
            for (int n = random.Next(4); n > 0 && damaged.Length > 0; n--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            if (DnsMessage.TryReadAnswer(damaged, question, out string? name, out _))
            {
                Assert.True(name is null || name.Length <= 255);
            }
        }
    }

    [Fact]
    public void TryReadAnswer_NamePointsAtItself_IsNoName()
    {
        byte[] question = new byte[512];
        int length = DnsMessage.WriteQuestion(question, 7, V4);
        question = question[..length];
        byte[] answer = [.. question, 0xc0, 12, 0, 12, 0, 1, 0, 0, 14, 16, 0, 2, 0xc0, (byte)(length + 12)];
        answer[2] = 0x81;
        answer[7] = 1;
        Assert.True(DnsMessage.TryReadAnswer(answer, question, out string? name, out _));
        Assert.Null(name);
    }

    [Theory]
    [InlineData("192.0.2.53", "192.0.2.53:53")]
    [InlineData("192.0.2.53:5353, 2001:db8::53", "192.0.2.53:5353;[2001:db8::53]:53")]
    [InlineData("[2001:db8::53]:5353", "[2001:db8::53]:5353")]
    public void ParseServers_Addresses_MayHaveAPort(string text, string wanted)
    {
        IReadOnlyList<IPEndPoint> servers = ReverseResolverOptions.ParseServers(text, out string? problem);
        Assert.Null(problem);
        Assert.Equal(wanted, string.Join(';', servers));
    }

    [Fact]
    public void ParseServers_AName_SaysWhatIsExpected()
    {
        ReverseResolverOptions.ParseServers("dns.example.com", out string? problem);
        Assert.Contains("'dns.example.com' is no IP address", problem, StringComparison.Ordinal);
    }

    private static ReverseResolver Start(ReverseNames names, params IPEndPoint[] servers)
    {
        ReverseResolver resolver = new(
            new ReverseResolverOptions { Servers = servers, Timeout = TimeSpan.FromMilliseconds(300) }, names, TimeProvider.System, NullLogger.Instance);
        resolver.Start();
        names.UseResolver(resolver);
        return resolver;
    }

    private static string? Find(ReverseNames names, NetworkAddress address) => names.FindText(address);
}
