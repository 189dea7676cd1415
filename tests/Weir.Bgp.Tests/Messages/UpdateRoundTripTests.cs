using Weir.Bgp.Addressing;
using Weir.Bgp.Attributes;
using Weir.Bgp.Messages;
using Weir.Bgp.Rib;
using Weir.Bgp.Session;
using Weir.Testing;

namespace Weir.Bgp.Tests.Messages;

public sealed class UpdateRoundTripTests
{
    [Theory]
    [InlineData(true, true, 11)]
    [InlineData(false, true, 12)]
    [InlineData(false, false, 13)]
    public void WriteAnnounce_AnyRoute_DecodesToTheSame(bool isInternal, bool fourOctets, int seed)
    {
        SessionParameters session = Sessions.External with { IsInternal = isInternal, FourOctetAs = fourOctets };
        RandomValues random = new(seed);
        for (int i = 0; i < 1000; i++)
        {
            bool isV6 = random.Flip();
            RouteAttributes sent = random.Attributes(isV6);
            Nlri[] routes = [.. Enumerable.Range(0, 1 + random.Source.Next(20)).Select(_ => Nlri.FromPrefix(random.Prefix(isV6)))];
            byte[] buffer = new byte[BgpHeader.MaxLength];
            int length = UpdateEncoder.WriteAnnounce(buffer, session, sent, routes, out int taken);
            Assert.Equal(routes.Length, taken);

            ReceivedUpdate update = UpdateDecoder.Decode(buffer.AsSpan(BgpHeader.Size, length - BgpHeader.Size), session);
            Assert.Equal(UpdateTreatment.None, update.Treatment);
            byte[] block = new byte[BgpHeader.MaxLength];
            RouteAttributes read = AttributeDecoder.Decode(block.AsSpan(0, update.CopyAttributes(block)), fourOctets);
            RouteAttributes expected = Expect(sent, session);
            Assert.Equal(expected.AsPath.ToString(), read.AsPath.ToString());
            Assert.True(expected.SameAs(read));
            Assert.Equal(Bytes.Text([.. routes.SelectMany(static r => r.Bytes.ToArray())]), Bytes.Text(isV6 ? update.ReachNlri : update.Nlri));
        }
    }

    [Fact]
    public void WriteWithdraw_ManyRoutes_FillsMessagesWithTheSameOctets()
    {
        RandomValues random = new(21);
        foreach (bool isV6 in new[] { false, true })
        {
            Nlri[] routes = [.. Enumerable.Range(0, 3000).Select(_ => Nlri.FromPrefix(random.Prefix(isV6)))];
            List<byte> got = [];
            int done = 0;
            int messages = 0;
            while (done < routes.Length)
            {
                byte[] buffer = new byte[BgpHeader.MaxLength];
                int length = UpdateEncoder.WriteWithdraw(buffer, routes.AsSpan(done), out int taken);
                Assert.True(taken > 0);
                ReceivedUpdate update = UpdateDecoder.Decode(buffer.AsSpan(BgpHeader.Size, length - BgpHeader.Size), Sessions.Internal);
                Assert.Equal(UpdateTreatment.None, update.Treatment);
                got.AddRange((isV6 ? update.UnreachNlri : update.Withdrawn).ToArray());
                done += taken;
                messages++;
            }

            Assert.InRange(messages, 2, 20);
            Assert.Equal(Bytes.Text([.. routes.SelectMany(static r => r.Bytes.ToArray())]), Bytes.Text([.. got]));
        }
    }

    [Fact]
    public void WriteEndOfRib_EveryFamily_IsRecognised()
    {
        foreach (BgpFamily family in BgpFamilies.All)
        {
            byte[] buffer = new byte[64];
            int length = UpdateEncoder.WriteEndOfRib(buffer, family);
            Assert.Equal(FrameStatus.Complete, BgpHeader.Read(buffer.AsSpan(0, length), out _, out _));
            ReceivedUpdate update = UpdateDecoder.Decode(buffer.AsSpan(BgpHeader.Size, length - BgpHeader.Size), Sessions.Internal);
            Assert.True(update.IsEndOfRib(out BgpFamily read));
            Assert.Equal(family, read);
        }
    }

    [Fact]
    public void Decode_WarmedUp_AllocatesNothing()
    {
        RandomValues random = new(5);
        byte[] buffer = new byte[BgpHeader.MaxLength];
        byte[] block = new byte[BgpHeader.MaxLength];
        int length = UpdateEncoder.WriteAnnounce(buffer, Sessions.Internal, random.Attributes(false), [Nlri.FromPrefix(random.Prefix(false))], out _);
        int sum = DecodeMany(buffer.AsSpan(BgpHeader.Size, length - BgpHeader.Size), block);
        Assert.Equal(0, Allocations.Least(() => sum += DecodeMany(buffer.AsSpan(BgpHeader.Size, length - BgpHeader.Size), block)));
        Assert.True(sum > 0);
    }

    private static int DecodeMany(ReadOnlySpan<byte> body, byte[] block)
    {
        int sum = 0;
        for (int i = 0; i < 100; i++)
        {
            ReceivedUpdate update = UpdateDecoder.Decode(body, Sessions.Internal);
            sum += update.CopyAttributes(block);
        }

        return sum;
    }

    private static RouteAttributes Expect(RouteAttributes sent, SessionParameters session) => new()
    {
        Origin = sent.Origin,
        AsPath = session.IsInternal ? sent.AsPath : sent.AsPath.Prepend(session.LocalAs),
        NextHop = sent.NextHop,
        MultiExitDisc = sent.MultiExitDisc,
        // External neighbours get none; what is read back then counts as the default.
        LocalPref = session.IsInternal ? sent.LocalPref : null,
        Communities = sent.Communities,
        ExtendedCommunities = sent.ExtendedCommunities,
        LargeCommunities = sent.LargeCommunities,
        Ipv6ExtendedCommunities = sent.Ipv6ExtendedCommunities,
    };
}
