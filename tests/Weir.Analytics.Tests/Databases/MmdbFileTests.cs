using System.Text;
using Weir.Analytics.Databases;
using Weir.Testing;
using Weir.Wire;
using Xunit;

namespace Weir.Analytics.Tests.Databases;

public sealed class MmdbFileTests
{
    [Theory]
    [InlineData(24, 6)]
    [InlineData(28, 6)]
    [InlineData(32, 6)]
    [InlineData(24, 4)]
    [InlineData(28, 4)]
    [InlineData(32, 4)]
    public void TryFind_NestedPrefixes_GivesTheLongest(int recordBits, int ipVersion)
    {
        MmdbWriter writer = new(recordBits, ipVersion);
        writer.Add("192.0.0.0/8", MmdbWriter.Country("AA", "Outer")).Add("192.0.2.0/24", MmdbWriter.Country("BB", "Inner"))
            .Add("192.0.2.7/32", MmdbWriter.Country("CC", "Host")).Add("10.0.0.0/7", MmdbWriter.Asn(64_500, "Example"));
        MmdbFile file = Open(writer);

        Assert.Equal("AA", Code(file, "192.1.2.3"));
        Assert.Equal("BB", Code(file, "192.0.2.8"));
        Assert.Equal("CC", Code(file, "192.0.2.7"));
        Assert.Equal("CC", Code(file, "::ffff:192.0.2.7"));
        Assert.Null(Code(file, "11.255.255.255"));
        Assert.False(file.TryFind(Address("12.0.0.0"), out _));
        Assert.True(file.TryFind(Address("11.255.255.255"), out int offset));
        Assert.Equal(64_500ul, file.ReadNumber(offset, "autonomous_system_number"));
        Assert.Equal("Example", file.ReadText(offset, "autonomous_system_organization"));
        Assert.Null(file.ReadText(offset, "autonomous_system_number"));
        Assert.Null(file.ReadNumber(offset, "nothing", "there"));
    }

    [Fact]
    public void TryFind_V6_WalksAllBits()
    {
        MmdbFile file = Open(new MmdbWriter().Add("2001:db8::/32", MmdbWriter.Country("DB", "Documentation")).Add("2001:db8::1/128", MmdbWriter.Country("ON", "One")));

        Assert.Equal("DB", Code(file, "2001:db8::2"));
        Assert.Equal("ON", Code(file, "2001:db8::1"));
        Assert.Null(Code(file, "2001:db9::1"));
        Assert.Null(Code(file, "1.2.3.4"));
        Assert.False(Open(new MmdbWriter(28, 4).Add("1.0.0.0/8", "x")).TryFind(Address("2001:db8::1"), out _));
    }

    [Fact]
    public void TryFind_RandomPrefixes_AgreesWithASlowSearch()
    {
        Random random = new(5);
        List<(uint Bits, int Length, string Code)> prefixes = [];
        MmdbWriter writer = new(24);
        HashSet<(uint, int)> seen = [];
        for (int i = 0; i < 2_000; i++)
        {
            int length = random.Next(8, 33);
            uint bits = (uint)random.NextInt64(1L << 32) & (uint.MaxValue << (32 - length));
            if (seen.Add((bits, length)))
            {
                string code = $"C{i}";
                prefixes.Add((bits, length, code));
                writer.Add($"{NetworkAddress.FromV4(bits)}/{length}", MmdbWriter.Country(code, code));
            }
        }

        MmdbFile file = Open(writer);
        for (int i = 0; i < 5_000; i++)
        {
            (uint near, _, _) = prefixes[random.Next(prefixes.Count)];
            uint address = near ^ (uint)random.Next(i % 2 == 0 ? 16 : 1 << 20);
            string? wanted = prefixes.Where(p => (address & (uint.MaxValue << (32 - p.Length))) == p.Bits).OrderByDescending(p => p.Length).Select(p => p.Code).FirstOrDefault();
            Assert.Equal(wanted, Code(file, NetworkAddress.FromV4(address).ToString()));
        }
    }

    [Fact]
    public void Read_LongTexts_AreReadWhole()
    {
        foreach (int length in (int[])[28, 29, 284, 285, 3_000])
        {
            string text = new('x', length);
            MmdbFile file = Open(new MmdbWriter().Add("1.0.0.0/8", MmdbWriter.Asn(1, text)));
            Assert.True(file.TryFind(Address("1.2.3.4"), out int offset));
            Assert.Equal(text, file.ReadText(offset, "autonomous_system_organization"));
        }
    }

    [Fact]
    public void Read_CutAnywhere_NeverThrowsAndSaysWhy()
    {
        byte[] whole = new MmdbWriter().Add("192.0.2.0/24", MmdbWriter.Country("AA", "Land")).Build();
        for (int length = 0; length < whole.Length; length++)
        {
            if (MmdbFile.Read(whole[..length], out string? problem) is { } file)
            {
                Code(file, "192.0.2.1");
            }
            else
            {
                Assert.NotEmpty(problem!);
            }

            if (MmdbFile.Read(whole[length..], out _) is { } rest)
            {
                Code(rest, "192.0.2.1");
            }
        }
    }

    [Theory]
    [InlineData("", "no metadata")]
    [InlineData("GIF89a", "no metadata")]
    public void Read_NoDatabase_SaysSo(string text, string reason)
    {
        Assert.Null(MmdbFile.Read(Encoding.UTF8.GetBytes(text), out string? problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OtherVersion_SaysSo()
    {
        Assert.Null(MmdbFile.Read(new MmdbWriter().Add("1.0.0.0/8", "x").Build(majorVersion: 3), out string? problem));
        Assert.Contains("version 3", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadText_PointersInACircleAndHugeCounts_EndAtOnce()
    {
        byte[] whole = new MmdbWriter(24, 4).Add("0.0.0.0/1", new string('q', 400)).Build();
        int at = whole.AsSpan().IndexOf("qqqqqqqqqq"u8) - 3;
        byte[][] hostile =
        [
            [0x20, 0x00], [0x20, 0x02, 0x20, 0x00], [0xff, 0xff, 0xff, 0xff], [0xe1, 0x20, 0x00, 0x20, 0x00], [0x1f, 4, 0xff, 0xff, 0xff],
            [0x38, 0xff, 0xff, 0xff, 0xff], [0x00, 0xff], [0x00, 0x00], [0x5f, 0xff, 0xff, 0xff],
        ];
        foreach (byte[] bytes in hostile)
        {
            byte[] damaged = [.. whole];
            bytes.CopyTo(damaged, at);
            Assert.NotNull(MmdbFile.Read(damaged, out _));
            Assert.Null(Code(MmdbFile.Read(damaged, out _)!, "1.2.3.4"));
        }
    }

    private static MmdbFile Open(MmdbWriter writer)
    {
        MmdbFile? file = MmdbFile.Read(writer.Build(), out string? problem);
        Assert.Null(problem);
        return file!;
    }

    private static NetworkAddress Address(string text)
    {
        Assert.True(NetworkAddress.TryParse(text, out NetworkAddress address));
        return address;
    }

    private static string? Code(MmdbFile file, string address) => file.TryFind(Address(address), out int offset) ? file.ReadText(offset, "country", "iso_code") : null;
}
