using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics.Databases;
using Weir.Analytics.Names;
using Weir.Analytics.Tests.Counters;
using Weir.Analytics.Tests.Engine;
using Weir.Testing;
using Weir.Wire;
using Weir.Wire.Packets.Building;
using Weir.Wire.SFlow;
using Xunit;

namespace Weir.Analytics.Tests.Databases;

/// <summary><c>country:</c>, <c>asn:</c>, <c>oui:</c>, <c>host:</c> and <c>dns:</c> in flow definitions.</summary>
public sealed class LookupFlowTests : IDisposable
{
    private const ulong HostMac = 0x0022bb_000001;

    private readonly string _folder = Directory.CreateTempSubdirectory("weir-lookup").FullName;

    private string CountryPath => Path.Combine(_folder, "country.mmdb");

    private LookupOptions Options
    {
        get
        {
            File.WriteAllBytes(CountryPath, new MmdbWriter().Add("192.0.2.0/24", MmdbWriter.Country("AA", "Land A")).Add("2001:db8::/32", MmdbWriter.Country("SX", "Land Six")).Build());
            File.WriteAllBytes(Path.Combine(_folder, "asn.mmdb"), new MmdbWriter(24).Add("192.0.2.0/24", MmdbWriter.Asn(64_500, "Example Net")).Build());
            File.WriteAllText(Path.Combine(_folder, "oui.txt"), "00-16-3E   (hex)\t\tVirtual Machines\n");
            return new LookupOptions { Country = CountryPath, Asn = Path.Combine(_folder, "asn.mmdb"), OuiNames = Path.Combine(_folder, "oui.txt") };
        }
    }

    [Theory]
    [InlineData("country:ipsource", "AA")]
    [InlineData("country:ipsource:code", "AA")]
    [InlineData("country:ipsource:name", "Land A")]
    [InlineData("country:ipsource:both", "AA Land A")]
    [InlineData("asn:ipsource", "64500")]
    [InlineData("asn:ipsource:descr", "Example Net")]
    [InlineData("asn:ipsource:both", "64500 Example Net")]
    [InlineData("range:[asn:ipsource]:64500:64511", "true")]
    [InlineData("null:[country:ipdestination]:none", "none")]
    [InlineData("oui:macsource", "Virtual Machines")]
    [InlineData("oui:macsource:number", "00163E")]
    [InlineData("null:[oui:ipsource]", "null")]
    public void Keys_KnownAddress_GiveWhatTheDatabaseSays(string key, string wanted)
    {
        using EngineFeed feed = Feed(Options);
        feed.SetFlow("f", $$"""{"keys":"{{key}}","value":"frames"}""");
        feed.Sample(EngineFeed.Udp());
        Assert.Equal(wanted, Assert.Single(feed.Engine.ActiveFlows("ALL", "f")).Key);
    }

    [Fact]
    public void LocateHostMac_ListOfMakers_NamesTheMaker()
    {
        using EngineFeed feed = Feed(Options);
        Assert.Empty(feed.Engine.Topology.Set(JsonElement.Parse("""{"nodes":{"s1":{"agent":"10.0.0.1"}}}""")));
        feed.Sample(EngineFeed.Udp(), port: 1, input: 1);
        Assert.Equal("Virtual Machines", Assert.Single(feed.Engine.LocateHostMac("00163E000001")).OuiName);
    }

    [Fact]
    public void Keys_SixthVersion_IsInTheSameFile()
    {
        using EngineFeed feed = Feed(Options);
        feed.SetFlow("f", """{"keys":"country:ip6source","value":"frames"}""");
        feed.Sample(new PacketBuilder().Ethernet().Ip6("2001:db8::1", "2001:db8::2").Udp(1, 2).Payload(10).Build());
        Assert.Equal("SX", Assert.Single(feed.Engine.ActiveFlows("ALL", "f")).Key);
    }

    [Fact]
    public void Keys_WrongAttribute_IsADiagnostic()
    {
        using EngineFeed feed = Feed(Options);
        DefinitionException e = Assert.Throws<DefinitionException>(() => feed.SetFlow("f", """{"keys":"country:ipsource:flag,asn:ipsource:x","value":"frames"}"""));
        Assert.Equal(2, e.Diagnostics.Count);
        Assert.Contains("'flag' is none of code, name, both", e.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_NoDatabase_AreUnknown()
    {
        using EngineFeed feed = Feed(new LookupOptions());
        feed.SetFlow("f", """{"keys":"null:[country:ipsource],null:[asn:ipsource],null:[oui:macsource],dns:ipsource","value":"frames"}""");
        feed.Sample(EngineFeed.Udp());
        Assert.Equal("null,null,null,192.0.2.1", Assert.Single(feed.Engine.ActiveFlows("ALL", "f")).Key);
    }

    [Fact]
    public void Load_FileReplaced_NewSamplesSeeIt()
    {
        using EngineFeed feed = Feed(Options);
        feed.SetFlow("f", """{"keys":"country:ipsource","value":"frames"}""");
        feed.Sample(EngineFeed.Udp());
        File.WriteAllBytes(CountryPath, new MmdbWriter().Add("192.0.2.0/24", MmdbWriter.Country("BB", "A land with a longer name")).Build());
        Assert.Empty(feed.Engine.Databases.Load());
        feed.Sample(EngineFeed.Udp());
        Assert.Equal(["AA", "BB"], feed.Engine.ActiveFlows("ALL", "f").Select(flow => flow.Key).Order());
    }

    [Fact]
    public void Load_FileSpoilt_TheOldOneStaysAndTheReasonIsTold()
    {
        using EngineFeed feed = Feed(Options);
        feed.SetFlow("f", """{"keys":"country:ipsource","value":"frames"}""");
        File.WriteAllText(CountryPath, "half of a download");
        Diagnostic problem = Assert.Single(feed.Engine.Databases.Load());
        Assert.Equal("geo.country", problem.Path);
        Assert.Contains("is no MaxMind DB file", problem.Message, StringComparison.Ordinal);
        File.Delete(CountryPath);
        Assert.Single(feed.Engine.Databases.Load());
        feed.Sample(EngineFeed.Udp());
        Assert.Equal("AA", Assert.Single(feed.Engine.ActiveFlows("ALL", "f")).Key);
        Assert.Equal((3, 2), (feed.Engine.Databases.Loads, feed.Engine.Databases.Failures));
    }

    [Fact]
    public void Watch_FileReplaced_IsReadWithoutBeingAsked()
    {
        ManualTime time = new();
        using LookupDatabases databases = new(Options, NullLogger.Instance);
        Assert.Empty(databases.Load());
        databases.Watch(time);
        File.WriteAllBytes(CountryPath, new MmdbWriter().Add("10.0.0.0/8", MmdbWriter.Country("TEN", "Ten")).Build());
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(4, databases.Loads);
    }

    [Fact]
    public void Keys_SteadyState_AllocateNothing()
    {
        using EngineFeed feed = Feed(Options);
        feed.SetFlow("f", """{"keys":"country:ipsource:both,asn:ipsource:descr,oui:macsource","value":"frames"}""");
        byte[][] packets = [.. Enumerable.Range(0, 250).Select(i => EngineFeed.Udp($"192.0.2.{i}"))];
        void Run(int count)
        {
            for (int i = 0; i < count; i++)
            {
                feed.TimeUs += 10;
                feed.Sample(packets[i % packets.Length]);
            }
        }

        Run(5_000);
        Assert.Equal(0, Weir.Testing.Allocations.Least(() => Run(5_000)));
    }

    [Fact]
    public void Host_AdaptersReported_NameTheOwnerOfMacAndAddress()
    {
        using EngineFeed feed = Feed(new LookupOptions());
        feed.SetFlow("mac", """{"keys":"host:macsource:vir_host_name,host:macsource:vir_os_name","value":"frames"}""");
        feed.SetFlow("ip", """{"keys":"host:ipdestination:vir_host_name","value":"frames"}""");
        feed.SetFlow("agent", """{"keys":"host:ipsource:host_name","value":"frames"}""");
        feed.SetFlow("unknown", """{"keys":"host:macdestination:vir_host_name","value":"frames"}""");
        ReportHost(feed, 1, new DataSource(3, 7), "guest-7", HostMac);
        ReportHost(feed, 2, new DataSource(2, 1), "hypervisor", 0x0022bb_000002);
        byte[] from = [0, 0x22, 0xbb, 0, 0, 1];
        byte[] packet = EngineFeed.Udp("198.51.100.7", "203.0.113.9");
        from.CopyTo(packet, 6);
        feed.Sample(packet);
        byte[] back = EngineFeed.Udp("10.0.0.1", "198.51.100.7");
        feed.Sample(back);

        Assert.Equal("guest-7,linux", Assert.Single(feed.Engine.ActiveFlows("ALL", "mac")).Key);
        Assert.Equal("guest-7", Assert.Single(feed.Engine.ActiveFlows("ALL", "ip")).Key);
        Assert.Equal("hypervisor", Assert.Single(feed.Engine.ActiveFlows("ALL", "agent")).Key);
        Assert.Empty(feed.Engine.ActiveFlows("ALL", "unknown"));
    }

    [Fact]
    public void Dns_NameKnownLater_IsTheAddressUntilThen()
    {
        using EngineFeed feed = new();
        Asked resolver = new();
        feed.Engine.Names.UseResolver(resolver);
        feed.SetFlow("f", """{"keys":"suffix:[dns:ipsource]:.:2","value":"frames"}""");
        feed.SetFlow("g", """{"keys":"dns:ipsource","value":"frames"}""");
        feed.Sample(EngineFeed.Udp());
        feed.Sample(EngineFeed.Udp());
        Assert.Equal(["192.0.2.1"], resolver.Addresses);
        feed.Engine.Names.Answer(EngineAddress("192.0.2.1"), "host.example.com.", TimeSpan.FromHours(1));
        feed.Sample(EngineFeed.Udp());

        Assert.Equal(["192.0.2.1", "host.example.com."], feed.Engine.ActiveFlows("ALL", "g").Select(flow => flow.Key).Order());
        Assert.Contains(feed.Engine.ActiveFlows("ALL", "f"), flow => flow.Key == "com.");
        Assert.Equal((1, 1, 0), (feed.Engine.Names.Count, feed.Engine.Names.Asked, feed.Engine.Names.Refused));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static EngineFeed Feed(LookupOptions lookups)
    {
        EngineFeed feed = new(options => options.Lookups = lookups);
        Assert.Empty(feed.Engine.Databases.Load());
        return feed;
    }

    private static NetworkAddress EngineAddress(string text) => NetworkAddress.TryParse(text, out NetworkAddress address) ? address : default;

    private static void ReportHost(EngineFeed feed, uint sequence, DataSource source, string name, ulong mac)
    {
        DatagramWriter writer = new(new byte[2048], EngineFeed.Agent1, 5, sequence, sequence * 1000);
        writer.BeginCounterSample(sequence, source);
        writer.WriteRaw(2000, RecordBody.Of(name, new byte[16], 3u, 2u, "6.1"));
        writer.WriteRaw(2001, RecordBody.Of(1u, 1u, 1u, new MacAddress(mac)));
        writer.EndSample();
        feed.Process(writer.Finish(), EngineFeed.Agent1);
    }

    private sealed class Asked : IReverseResolver
    {
        public List<string> Addresses { get; } = [];

        public bool TryAsk(NetworkAddress address)
        {
            Addresses.Add(address.ToString());
            return true;
        }
    }
}
