using Weir.Bgp.Attributes;
using Weir.Bgp.Messages;
using Weir.Bgp.Session;

namespace Weir.Bgp.Tests.Messages;

/// <summary>RFC 7606, error by error: what the update costs, and which attribute was to blame.</summary>
public sealed class UpdateErrorTests
{
    private const string Origin = "40 01 01 00";
    private const string Path = "40 02 06 02 01 0000FDE9";
    private const string NextHop = "40 03 04 C0000201";
    private const string Good = Origin + Path + NextHop;
    private const string Nlri = "18 C63364";

    public static TheoryData<string, UpdateTreatment, AttributeType> External => new()
    {
        { Good, UpdateTreatment.None, AttributeType.None },
        { "40 01 02 0000" + Path + NextHop, UpdateTreatment.TreatAsWithdraw, AttributeType.Origin },
        { "40 01 01 03" + Path + NextHop, UpdateTreatment.TreatAsWithdraw, AttributeType.Origin },
        { "C0 01 01 00" + Path + NextHop, UpdateTreatment.TreatAsWithdraw, AttributeType.Origin },
        { Origin + "40 02 06 05 01 0000FDE9" + NextHop, UpdateTreatment.TreatAsWithdraw, AttributeType.AsPath },
        { Origin + "40 02 06 02 02 0000FDE9" + NextHop, UpdateTreatment.TreatAsWithdraw, AttributeType.AsPath },
        { Origin + "40 02 07 02 01 0000FDE9 02" + NextHop, UpdateTreatment.TreatAsWithdraw, AttributeType.AsPath },
        { Origin + "40 02 02 02 00" + NextHop, UpdateTreatment.TreatAsWithdraw, AttributeType.AsPath },
        { Origin + "40 02 00" + NextHop, UpdateTreatment.None, AttributeType.None },
        { Origin + Path + "40 03 03 C00002", UpdateTreatment.TreatAsWithdraw, AttributeType.NextHop },
        { Origin + Path + "40 03 04 E0000001", UpdateTreatment.TreatAsWithdraw, AttributeType.NextHop },
        { Origin + Path, UpdateTreatment.TreatAsWithdraw, AttributeType.None },
        { Path + NextHop, UpdateTreatment.TreatAsWithdraw, AttributeType.None },
        { Origin + NextHop, UpdateTreatment.TreatAsWithdraw, AttributeType.None },
        { Good + "80 04 03 000000", UpdateTreatment.TreatAsWithdraw, AttributeType.MultiExitDisc },
        { Good + "80 04 00", UpdateTreatment.TreatAsWithdraw, AttributeType.MultiExitDisc },
        { Good + "40 05 03 000000", UpdateTreatment.AttributeDiscard, AttributeType.LocalPref },
        { Good + "40 05 04 00000064", UpdateTreatment.AttributeDiscard, AttributeType.LocalPref },
        { Good + "40 06 01 00", UpdateTreatment.AttributeDiscard, AttributeType.AtomicAggregate },
        { Good + "40 06 00", UpdateTreatment.None, AttributeType.None },
        { Good + "C0 07 06 FDE9C0000201", UpdateTreatment.AttributeDiscard, AttributeType.Aggregator },
        { Good + "C0 07 08 0000FDE9C0000201", UpdateTreatment.None, AttributeType.None },
        { Good + "C0 08 03 FFFF02", UpdateTreatment.TreatAsWithdraw, AttributeType.Communities },
        { Good + "C0 08 00", UpdateTreatment.TreatAsWithdraw, AttributeType.Communities },
        { Good + "C0 08 04 FFFF029A", UpdateTreatment.None, AttributeType.None },
        { Good + "80 09 03 000000", UpdateTreatment.AttributeDiscard, AttributeType.OriginatorId },
        { Good + "80 0A 03 000000", UpdateTreatment.AttributeDiscard, AttributeType.ClusterList },
        { Good + "C0 10 07 80060000000000", UpdateTreatment.TreatAsWithdraw, AttributeType.ExtendedCommunities },
        { Good + "C0 11 03 020100", UpdateTreatment.AttributeDiscard, AttributeType.As4Path },
        { Good + "C0 12 06 000000000000", UpdateTreatment.AttributeDiscard, AttributeType.As4Aggregator },
        { Good + "C0 19 13 00000000000000000000000000000000000000", UpdateTreatment.TreatAsWithdraw, AttributeType.Ipv6ExtendedCommunities },
        { Good + "C0 20 0B 0000000000000000000000", UpdateTreatment.TreatAsWithdraw, AttributeType.LargeCommunities },
        { Good + "40 01 01 03", UpdateTreatment.AttributeDiscard, AttributeType.Origin },
        { Good + "C0 08 05 FFFF", UpdateTreatment.TreatAsWithdraw, AttributeType.Communities },
        { Good + "C0", UpdateTreatment.TreatAsWithdraw, AttributeType.None },
        { Good + "C0 63 01 00", UpdateTreatment.None, AttributeType.None },
        { Good + "40 63 01 00", UpdateTreatment.SessionReset, (AttributeType)0x63 },
        { Good + "40 06 01 00 80 04 03 000000", UpdateTreatment.TreatAsWithdraw, AttributeType.MultiExitDisc },
        { Good + "80 0F 02 0002", UpdateTreatment.SessionReset, AttributeType.MpUnreachNlri },
        { Good + "80 0F 03 000201 80 0F 03 000201", UpdateTreatment.SessionReset, AttributeType.MpUnreachNlri },
        { Good + "80 0F 05 000201 20", UpdateTreatment.SessionReset, AttributeType.MpUnreachNlri },
        { Good + "C0 0F 03 000201", UpdateTreatment.SessionReset, AttributeType.MpUnreachNlri },
        { Good + "80 0E 09 0002 01 04 C0000201 00", UpdateTreatment.SessionReset, AttributeType.MpReachNlri },
        { Good + "80 0F 07 000201 81 202020", UpdateTreatment.SessionReset, AttributeType.MpUnreachNlri },
        { Good + "80 0F 05 000185 02 01", UpdateTreatment.SessionReset, AttributeType.MpUnreachNlri },
        { Good + "80 0F 06 004047 010203", UpdateTreatment.None, AttributeType.None },
    };

    public static TheoryData<string, UpdateTreatment, AttributeType> Internal => new()
    {
        { Good + "40 05 04 00000064", UpdateTreatment.None, AttributeType.None },
        { Good + "40 05 03 000000", UpdateTreatment.TreatAsWithdraw, AttributeType.LocalPref },
        { Good + "80 05 04 00000064", UpdateTreatment.TreatAsWithdraw, AttributeType.LocalPref },
        { Good + "80 09 03 000000", UpdateTreatment.TreatAsWithdraw, AttributeType.OriginatorId },
        { Good + "80 0A 00", UpdateTreatment.TreatAsWithdraw, AttributeType.ClusterList },
        { Good + "80 0A 08 0102030405060708", UpdateTreatment.None, AttributeType.None },
    };

    [Theory]
    [MemberData(nameof(External))]
    public void Decode_FromExternalNeighbor_TreatsAsTheRfcSays(string attributes, UpdateTreatment treatment, AttributeType cause) =>
        Check(attributes, Nlri, Sessions.External, treatment, cause);

    [Theory]
    [MemberData(nameof(Internal))]
    public void Decode_FromInternalNeighbor_TreatsAsTheRfcSays(string attributes, UpdateTreatment treatment, AttributeType cause) =>
        Check(attributes, Nlri, Sessions.Internal, treatment, cause);

    [Theory]
    [InlineData("40 01 02 0000" + Path, UpdateTreatment.SessionReset)]
    [InlineData(Good, UpdateTreatment.None)]
    [InlineData(Good + "40 06 01 00", UpdateTreatment.AttributeDiscard)]
    public void Decode_ErrorWithoutRoutes_ResetsOnlyWhereRoutesMayBeHidden(string attributes, UpdateTreatment treatment) =>
        Assert.Equal(treatment, Decode(attributes, "", Sessions.External).Treatment);

    [Theory]
    [InlineData("21 C633640000")]
    [InlineData("18 C633")]
    public void Decode_RoutesThatDoNotParse_ResetTheSession(string nlri)
    {
        ReceivedUpdate update = Decode(Good, nlri, Sessions.External);
        Assert.Equal((UpdateTreatment.SessionReset, BgpError.InvalidNetworkField), (update.Treatment, update.Error));
    }

    [Theory]
    [InlineData("0005 18C633")]
    [InlineData("0000 0005 400101")]
    [InlineData("00")]
    public void Decode_LengthsBeyondTheMessage_ResetTheSession(string body)
    {
        ReceivedUpdate update = UpdateDecoder.Decode(Bytes.Of(body), Sessions.External);
        Assert.Equal((UpdateTreatment.SessionReset, BgpError.MalformedAttributeList), (update.Treatment, update.Error));
    }

    [Fact]
    public void CopyAttributes_DiscardedAndRepeated_LeavesTheFirstGoodOnes()
    {
        ReceivedUpdate update = Decode(Good + "40 05 04 00000064 40 06 01 00 C0 08 04 00010002 C0 08 04 00030004", Nlri, Sessions.External);
        byte[] block = new byte[4096];
        int length = update.CopyAttributes(block);
        Assert.Equal(Bytes.Text(Bytes.Of(Good + "C0 08 04 00010002")), Bytes.Text(block.AsSpan(0, length)));
    }

    private static void Check(string attributes, string nlri, SessionParameters session, UpdateTreatment treatment, AttributeType cause)
    {
        ReceivedUpdate update = Decode(attributes, nlri, session);
        Assert.Equal((treatment, cause), (update.Treatment, update.Cause));
        Assert.Equal(treatment == UpdateTreatment.SessionReset, update.Error.IsError);
    }

    private static ReceivedUpdate Decode(string attributes, string nlri, SessionParameters session)
    {
        byte[] block = Bytes.Of(attributes);
        byte[] body = [0, 0, (byte)(block.Length >> 8), (byte)block.Length, .. block, .. Bytes.Of(nlri)];
        return UpdateDecoder.Decode(body, session);
    }
}
