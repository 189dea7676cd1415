using System.Text;
using Weir.Export.Spool;

namespace Weir.Export.Tests.Spool;

public class SpoolPartsTests
{
    [Fact]
    public void Crc32C_KnownValues_AreThoseOfTheRfc()
    {
        Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));
        Assert.Equal(0x8A9136AAu, Crc32C.Of(new byte[32]));
        Assert.Equal(0u, Crc32C.Of([]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_024)]
    [InlineData(3_000)]
    public void RecentIds_RandomUse_AgreesWithAPlainList(int capacity)
    {
        Random random = new(capacity);
        RecentIds ids = new(capacity);
        List<(string Id, long Sequence)> model = [];
        for (long sequence = 1; sequence <= 20_000; sequence++)
        {
            if (random.Next(50) == 0)
            {
                int count = Math.Min(model.Count, random.Next(20));
                ids.RemoveNewest(count);
                model.RemoveRange(model.Count - count, count);
            }

            string id = $"id{random.Next(capacity * 3)}";
            int at = model.FindIndex(one => one.Id == id);
            Assert.Equal(at < 0, ids.TryAdd(id, sequence, out long known));
            Assert.Equal(at < 0 ? 0 : model[at].Sequence, known);
            if (at < 0)
            {
                model.Add((id, sequence));
                if (model.Count > capacity)
                {
                    model.RemoveAt(0);
                }
            }

            Assert.Equal(model.Count, ids.Count);
        }
    }

    [Fact]
    public void CursorText_EveryByteDamaged_IsNoticed()
    {
        Dictionary<string, ReaderPlace> places = new() { ["loki"] = new(17, 3, 5), ["a b/ü%"] = new(long.MaxValue, 0, 0) };
        byte[] bytes = CursorText.Write(42, places);
        Assert.True(CursorText.TryRead([.. bytes, 0, 0], out long generation, out Dictionary<string, ReaderPlace> read));
        Assert.Equal(42, generation);
        Assert.Equal(places, read);
        for (int at = 0; at < bytes.Length; at++)
        {
            Assert.False(CursorText.TryRead(bytes.AsSpan(0, at), out _, out _));
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] bad = [.. bytes];
                bad[at] ^= (byte)(1 << bit);
                Assert.False(CursorText.TryRead(bad, out _, out _), $"byte {at} bit {bit}: {Encoding.ASCII.GetString(bad)}");
            }
        }
    }

    [Fact]
    public void CursorBook_IsSettled_WhenEveryPlaceIsAtTheEndAndOnDisk()
    {
        using SpoolFolder folder = new();
        using CursorBook book = CursorBook.Open(folder.Path, new SpoolDisk());
        Assert.True(book.IsSettled(7));
        book.Set("a", new ReaderPlace(7, 0, 0));
        book.Set("b", new ReaderPlace(6, 0, 0));
        book.Flush();
        Assert.False(book.IsSettled(7));
        book.Set("b", new ReaderPlace(7, 0, 0));
        Assert.False(book.IsSettled(7));
        book.Flush();
        Assert.True(book.IsSettled(7));
        Assert.False(book.IsSettled(8));
    }

    [Fact]
    public void CursorBook_NewerFileTorn_FallsBackToTheOther()
    {
        using SpoolFolder folder = new();
        using (CursorBook book = CursorBook.Open(folder.Path, new SpoolDisk()))
        {
            Assert.False(book.Flush());
            book.Set("a", new ReaderPlace(1, 0, 0));
            Assert.True(book.Flush());
            book.Set("a", new ReaderPlace(2, 0, 0));
            Assert.True(book.Flush());
        }

        foreach (string name in (string[])["cursors.a", "cursors.b"])
        {
            using SpoolFolder torn = folder.Copy();
            string path = Path.Combine(torn.Path, name);
            byte[] bytes = File.ReadAllBytes(path);
            bytes[20] ^= 1;
            File.WriteAllBytes(path, bytes);
            using CursorBook book = CursorBook.Open(torn.Path, new SpoolDisk());
            Assert.True(book.TryGet("a", out ReaderPlace place));
            Assert.Equal(name == "cursors.a" ? 1 : 2, place.Committed);
            Assert.False(book.IsDamaged);
            book.Set("a", new ReaderPlace(3, 0, 0));
            Assert.True(book.Flush());
            using CursorBook again = CursorBook.Open(torn.Path, new SpoolDisk());
            Assert.True(again.TryGet("a", out place));
            Assert.Equal(3, place.Committed);
        }
    }
}
