using FsCheck;
using FsCheck.Fluent;
using Weir.Export.Sinks.RemoteWrite;
using Weir.Testing.Receivers;

namespace Weir.Export.Tests.Sinks.RemoteWrite;

public class SnappyTests
{
    [Fact]
    public void Compress_AnyBytes_UnpackToThemselves() =>
        Prop.ForAll<byte[]>(bytes => Unpack(Snappy.Compress(bytes).Span).AsSpan().SequenceEqual(bytes)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(59)]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(200_000)]
    public void Compress_FewDifferentBytesOfAnyLength_UnpackToThemselves(int length)
    {
        for (int alphabet = 1; alphabet <= 256; alphabet *= 4)
        {
            Random random = new(length + alphabet);
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++)
            {
                bytes[i] = (byte)random.Next(alphabet);
            }

            ReadOnlyMemory<byte> packed = Snappy.Compress(bytes);
            Assert.Equal(bytes, Unpack(packed.Span));
            Assert.InRange(packed.Length, 1, 32 + length + (length / 6));
        }
    }

    [Fact]
    public void Compress_Repetitions_AreMuchSmaller()
    {
        byte[] bytes = [.. Enumerable.Range(0, 2_000).SelectMany(i => System.Text.Encoding.ASCII.GetBytes($"__name__sflow_ifinoctets agent 10.0.0.{i % 250} "))];
        Assert.InRange(Snappy.Compress(bytes).Length, 1, bytes.Length / 5);
    }

    [Fact]
    public void Compress_KnownText_HasTheFormatsBytes()
    {
        // Length 20, literal of 5 ("abcde"), copy of 15 from 5 back.
        ReadOnlyMemory<byte> packed = Snappy.Compress("abcdeabcdeabcdeabcde"u8);
        Assert.Equal("14" + "106162636465" + "3A0500", Convert.ToHexString(packed.Span));
    }

    private static byte[] Unpack(ReadOnlySpan<byte> packed)
    {
        Assert.True(SnappyBlock.TryUnpack(packed, out byte[]? bytes));
        return bytes!;
    }
}
