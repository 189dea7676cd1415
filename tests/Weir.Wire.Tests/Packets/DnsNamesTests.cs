using System.Text;
using Weir.Wire.Packets.Fields;

namespace Weir.Wire.Tests.Packets;

/// <summary>Domain names in wire form: compression, loops, odd bytes, cuts.</summary>
public sealed class DnsNamesTests
{
    [Fact]
    public void TryFormat_PlainName_IsLowerCaseWithFinalDot() => Assert.Equal("www.example.com.", Format([3, .. "WWW"u8, 7, .. "eXample"u8, 3, .. "com"u8, 0], 0));

    [Fact]
    public void TryFormat_Root_IsOneDot() => Assert.Equal(".", Format([0], 0));

    [Fact]
    public void TryFormat_CompressedName_FollowsPointerAndEndsBehindIt()
    {
        byte[] message = [3, .. "com"u8, 0, 1, (byte)'a', 0xc0, 0, 9, 9];
        Assert.Equal("a.com.", Format(message, 5));
        Assert.True(DnsNames.TrySkip(message, 5, out int end));
        Assert.Equal(9, end);
    }

    [Fact]
    public void TryFormat_OddBytes_AreEscaped() => Assert.Equal("a\\046b\\000\\044.", Format([5, (byte)'a', (byte)'.', (byte)'b', 0, (byte)',', 0], 0));

    [Theory]
    [InlineData(new byte[] { 0xc0, 0 }, 0)]
    [InlineData(new byte[] { 1, 97, 0xc0, 0 }, 0)]
    [InlineData(new byte[] { 0xc0, 2, 0xc0, 0 }, 2)]
    [InlineData(new byte[] { 0xc0, 9, 0, 0 }, 0)]
    [InlineData(new byte[] { 0x80, 1, 0 }, 0)]
    [InlineData(new byte[] { 3, 97, 98 }, 0)]
    [InlineData(new byte[] { 1, 97 }, 0)]
    [InlineData(new byte[] { 1, 97, 0xc0 }, 0)]
    [InlineData(new byte[] { }, 0)]
    [InlineData(new byte[] { 0 }, 5)]
    public void TrySkip_MalformedName_IsRefused(byte[] message, int start) => Assert.False(DnsNames.TrySkip(message, start, out _));

    [Fact]
    public void TrySkip_NameLongerThanAllowed_IsRefused()
    {
        byte[] label = [60, .. Encoding.ASCII.GetBytes(new string('a', 60))];
        byte[] message = [.. label, .. label, .. label, .. label, .. label, 0];
        Assert.False(DnsNames.TrySkip(message, 0, out _));
    }

    private static string Format(ReadOnlySpan<byte> message, int start)
    {
        Span<byte> text = stackalloc byte[1020];
        Assert.True(DnsNames.TryFormat(message, start, text, out int written, out _));
        return Encoding.ASCII.GetString(text[..written]);
    }
}
