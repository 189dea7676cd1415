using Weir.Bgp.FlowSpec;
using Weir.Bgp.Rib;

namespace Weir.Bgp.Tests.FlowSpec;

public sealed class FlowSpecCodecTests
{
    [Theory]
    // RFC 8955 section 4.3.1: packets to 192.0.2.0/24, TCP, port 25.
    [InlineData(false, "0b 01 18 c0 00 02 03 81 06 04 81 19", "version 4 destination 192.0.2.0/24 protocol =6 port =25")]
    // RFC 8955 section 4.3.2: to 192.0.2.0/24 from 203.0.113.0/24, ports 137 to 139 or 8080.
    [InlineData(false, "12 01 18 c0 00 02 02 18 cb 00 71 04 03 89 45 8b 91 1f 90", "version 4 destination 192.0.2.0/24 source 203.0.113.0/24 port >=137&<=139,=8080")]
    // RFC 8955 section 4.3.3: to 192.0.2.1/32, fragment { is or first }, packet length unspecific.
    [InlineData(false, "09 01 20 c0 00 02 01 0c 80 05", "version 4 destination 192.0.2.1/32 fragment DF")]
    // RFC 8956 section 3.8.1: destination ::1234:5678:9a00:0/104-64, source 2001:db8::/32, ICMPv6 (corrected pattern form).
    [InlineData(true, "12 01 68 40 12 34 56 78 9a 02 20 00 20 01 0d b8 03 81 3a", "version 6 destination ::1234:5678:9a00:0/104+64 source 2001:db8::/32 protocol =58")]
    // RFC 8956 section 3.8.2: destination 2001:db8::/32.
    [InlineData(true, "07 01 20 00 20 01 0d b8", "version 6 destination 2001:db8::/32")]
    public void TryRead_RfcExample_ReadsAndWritesByteForByte(bool isV6, string hex, string text)
    {
        Assert.True(FlowSpecCodec.TryRead(Bytes.Of(hex), isV6, out FlowSpecRule? rule, out _));
        Assert.Equal(Octets(hex), Bytes.Text(rule!.ToNlri()!.Bytes));
        Assert.Equal(text, FlowSpecText.Format(rule));
    }

    [Fact]
    public void ToNlri_RandomRules_ReadBackTheSameAndInOrder()
    {
        RandomValues random = new(31);
        for (int i = 0; i < 5000; i++)
        {
            bool isV6 = random.Flip();
            FlowSpecRule rule = random.Rule(isV6);
            Nlri nlri = rule.ToNlri()!;
            Assert.True(FlowSpecCodec.TryRead(nlri.Bytes, isV6, out FlowSpecRule? read, out FlowSpecError error), error.ToString());
            Assert.Equal(nlri, read!.ToNlri());
            Assert.Equal(rule.Components.Select(Describe), read.Components.Select(Describe));
        }
    }

    [Fact]
    public void Text_RandomRules_ParseBackToTheSameOctets()
    {
        RandomValues random = new(32);
        for (int i = 0; i < 2000; i++)
        {
            FlowSpecRule rule = random.Rule(random.Flip());
            string text = FlowSpecText.Format(rule) + " then traffic-rate 0";
            Assert.True(FlowSpecText.TryParse(text, out FlowSpecRoute? route, out IReadOnlyList<FlowSpecProblem> problems), text + ": " + string.Join("; ", problems));
            Assert.Equal(Bytes.Text(rule.ToNlri()!.Bytes), Bytes.Text(route!.Nlri.Bytes));
        }
    }

    [Fact]
    public void ToNlri_From240Octets_UsesTheTwoOctetLength()
    {
        foreach (int count in new[] { 118, 119, 120, 200 })
        {
            FlowSpecTerm[] terms = [.. Enumerable.Range(1, count).Select(static i => new FlowSpecTerm(false, FlowSpecTerm.Equal, (ulong)i))];
            FlowSpecRule rule = new(false, [FlowSpecComponent.FromTerms(FlowSpecComponentType.Protocol, terms)]);
            byte[] bytes = rule.ToNlri()!.Bytes.ToArray();
            int body = 1 + (2 * count);
            Assert.Equal(body < 240 ? Bytes.Text([(byte)body]) : $"F{body:X3}", Bytes.Text(bytes.AsSpan(0, body < 240 ? 1 : 2)));
            Assert.True(FlowSpecCodec.TryRead(bytes, false, out _, out _));
        }
    }

    [Theory]
    [InlineData(false, "05 01 18 c0 00", FlowSpecError.BadLength)]
    [InlineData(false, "04 01 18 c0 00", FlowSpecError.Truncated)]
    [InlineData(false, "06 01 21 c0 00 02 01", FlowSpecError.BadPrefix)]
    [InlineData(false, "03 03 01 06", FlowSpecError.Truncated)]
    [InlineData(false, "06 03 81 06 03 81 11", FlowSpecError.BadOrder)]
    [InlineData(false, "06 04 81 06 03 81 11", FlowSpecError.BadOrder)]
    [InlineData(false, "03 0d 81 06", FlowSpecError.UnknownComponent)]
    [InlineData(false, "03 00 81 06", FlowSpecError.UnknownComponent)]
    [InlineData(true, "03 0e 81 06", FlowSpecError.UnknownComponent)]
    [InlineData(true, "04 01 20 20 00", FlowSpecError.BadPrefix)]
    [InlineData(true, "03 01 81 00", FlowSpecError.BadPrefix)]
    [InlineData(false, "00", FlowSpecError.Empty)]
    public void TryRead_Malformed_NamesTheError(bool isV6, string hex, FlowSpecError expected)
    {
        Assert.False(FlowSpecCodec.TryRead(Bytes.Of(hex), isV6, out _, out FlowSpecError error));
        Assert.Equal(expected, error);
    }

    private static string Octets(string hex) => Bytes.Text(Bytes.Of(hex));

    private static string Describe(FlowSpecComponent component) =>
        $"{component.Type} {component.Prefix} {component.Offset} {string.Join(",", component.Terms)}";
}
