using Weir.Bgp.Addressing;
using Weir.Bgp.Capabilities;
using Weir.Bgp.Messages;

namespace Weir.Bgp.Tests.Messages;

public sealed class OpenMessageTests
{
    private static readonly byte[] Marker = Bytes.Of("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF");

    [Fact]
    public void Write_AllCapabilities_ReadsBackTheSame()
    {
        RandomValues random = new(7);
        for (int i = 0; i < 500; i++)
        {
            FamilySet families = (FamilySet)random.Source.Next(16);
            CapabilitySet capabilities = new()
            {
                HasMultiprotocol = families != FamilySet.None,
                Families = families,
                FourOctetAs = random.Flip() ? random.Number() | 1 : null,
                RouteRefresh = random.Flip(),
                EnhancedRouteRefresh = random.Flip(),
                ExtendedMessage = random.Flip(),
                GracefulRestart = random.Flip() ? new GracefulRestartCapability(random.Flip(), random.Flip(), (ushort)random.Source.Next(4096), families, families & FamilySet.Ipv6Unicast) : null,
            };
            uint asNumber = capabilities.FourOctetAs ?? 64512;
            OpenMessage sent = new(asNumber, (ushort)(3 + random.Source.Next(60000)), random.Number() | 1, capabilities);
            BgpWriter writer = new(new byte[BgpHeader.MaxLength]);
            sent.Write(ref writer);

            Assert.Equal(FrameStatus.Complete, BgpHeader.Read(writer.Written, out BgpHeader header, out _));
            Assert.Equal(BgpMessageType.Open, header.Type);
            Assert.True(OpenMessage.TryRead(writer.Written[BgpHeader.Size..], out OpenMessage? read, out _));
            Assert.Equal((sent.As, sent.HoldTimeSeconds, sent.RouterId), (read!.As, read.HoldTimeSeconds, read.RouterId));
            Assert.Equal(Describe(capabilities), Describe(read.Capabilities));
        }
    }

    [Theory]
    [InlineData("03 FC00 005A 0A000001 00", BgpErrorCode.Open, 1)]
    [InlineData("04 FC00 0002 0A000001 00", BgpErrorCode.Open, 6)]
    [InlineData("04 FC00 005A 00000000 00", BgpErrorCode.Open, 3)]
    [InlineData("04 0000 005A 0A000001 00", BgpErrorCode.Open, 2)]
    [InlineData("04 FC00 005A 0A000001 03 01 01 00", BgpErrorCode.Open, 4)]
    [InlineData("04 FC00 005A 0A000001 05 02 03 01", BgpErrorCode.Open, 0)]
    public void TryRead_BadField_NamesTheError(string hex, BgpErrorCode code, byte subcode)
    {
        Assert.False(OpenMessage.TryRead(Bytes.Of(hex), out _, out BgpError error));
        Assert.Equal((code, subcode), (error.Code, error.Subcode));
    }

    [Fact]
    public void TryRead_ExtendedOptionalParameters_ReadsCapabilities()
    {
        byte[] body = Bytes.Of("04 5BA0 005A 0A000001 FF FF 0009 02 0006 41 04 0001 0000");
        Assert.True(OpenMessage.TryRead(body, out OpenMessage? open, out _));
        Assert.Equal(65536u, open!.As);
    }

    [Fact]
    public void TryRead_UnknownCapability_IsSkippedAndCounted()
    {
        byte[] body = Bytes.Of("04 FC00 005A 0A000001 0A 02 08 C7 02 0102 02 00 46 00");
        Assert.True(OpenMessage.TryRead(body, out OpenMessage? open, out _));
        Assert.Equal((1, true, true), (open!.Capabilities.Skipped, open.Capabilities.RouteRefresh, open.Capabilities.EnhancedRouteRefresh));
    }

    [Theory]
    [InlineData("0013 04", FrameStatus.Complete, BgpErrorCode.None, 0)]
    [InlineData("0014 04", FrameStatus.Invalid, BgpErrorCode.MessageHeader, 2)]
    [InlineData("0012 04", FrameStatus.Invalid, BgpErrorCode.MessageHeader, 2)]
    [InlineData("1001 02", FrameStatus.Invalid, BgpErrorCode.MessageHeader, 2)]
    [InlineData("001C 01", FrameStatus.Invalid, BgpErrorCode.MessageHeader, 2)]
    [InlineData("0013 09", FrameStatus.Invalid, BgpErrorCode.MessageHeader, 3)]
    [InlineData("0017 02", FrameStatus.Incomplete, BgpErrorCode.None, 0)]
    public void Header_LengthAndType_AreChecked(string rest, FrameStatus expected, BgpErrorCode code, byte subcode)
    {
        FrameStatus status = BgpHeader.Read([.. Marker, .. Bytes.Of(rest)], out _, out BgpError error);
        Assert.Equal((expected, code, subcode), (status, error.Code, error.Subcode));
    }

    [Fact]
    public void Header_MarkerNotOnes_IsNotSynchronized()
    {
        byte[] bytes = [.. Marker, .. Bytes.Of("0013 04")];
        bytes[3] = 0;
        Assert.Equal(FrameStatus.Invalid, BgpHeader.Read(bytes, out _, out BgpError error));
        Assert.Equal(BgpError.NotSynchronized, error);
    }

    [Fact]
    public void Notification_HardReset_CarriesTheReasonInside()
    {
        NotificationMessage sent = new(BgpError.HardReset, 6, 2);
        BgpWriter writer = new(new byte[64]);
        sent.Write(ref writer);
        Assert.True(NotificationMessage.TryRead(writer.Written[BgpHeader.Size..], out NotificationMessage read));
        Assert.True(read.IsHardReset);
        Assert.Equal((6, 2), (read.EncapsulatedCode, read.EncapsulatedSubcode));
    }

    [Fact]
    public void Notification_WithData_ReadsBackTheSame()
    {
        foreach (BgpError error in new[] { BgpError.BadLength(5000), BgpError.BadPeerAs, new BgpError(BgpErrorCode.MessageHeader, 3, 9, 1), BgpError.HoldTimerExpired })
        {
            BgpWriter writer = new(new byte[64]);
            new NotificationMessage(error).Write(ref writer);
            Assert.True(NotificationMessage.TryRead(writer.Written[BgpHeader.Size..], out NotificationMessage read));
            Assert.Equal(error, read.Error);
        }
    }

    [Fact]
    public void RouteRefresh_EverySubtype_ReadsBackTheSame()
    {
        foreach (byte subtype in new byte[] { 0, 1, 2 })
        {
            RouteRefreshMessage sent = new(2, subtype, 133);
            BgpWriter writer = new(new byte[64]);
            sent.Write(ref writer);
            Assert.True(RouteRefreshMessage.TryRead(writer.Written[BgpHeader.Size..], out RouteRefreshMessage read));
            Assert.Equal(sent, read);
        }

        Assert.False(RouteRefreshMessage.TryRead(new byte[5], out _));
    }

    private static string Describe(CapabilitySet set) =>
        $"{set.HasMultiprotocol} {set.Families} {set.FourOctetAs} {set.RouteRefresh} {set.EnhancedRouteRefresh} {set.ExtendedMessage} {set.GracefulRestart}";
}
