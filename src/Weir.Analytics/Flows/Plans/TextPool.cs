using System.Text;

namespace Weir.Analytics.Flows.Plans;

/// <summary>Recently met texts, so that a text met again costs no allocation. Single writer: the shard.</summary>
/// <remarks>Bounded: a fixed number of places chosen by hash; a newer text takes the place of the older one.</remarks>
internal sealed class TextPool
{
    /// <summary>Places. With texts of at most 1 KiB the pool never holds more than 24 MiB, in practice some hundred KiB.</summary>
    public const int Places = 8_192;

    private readonly PooledText?[] _places = new PooledText?[Places];

    /// <summary>The one object for these bytes.</summary>
    public PooledText Get(ReadOnlySpan<byte> utf8)
    {
        UInt128 hash = TextHash.Of(utf8);
        ref PooledText? place = ref _places[(int)((ulong)hash >> 32) & (Places - 1)];
        if (place is null || place.Low != (ulong)hash || !place.Utf8.AsSpan().SequenceEqual(utf8))
        {
            place = new PooledText(utf8, hash);
        }

        return place;
    }

    /// <summary>The one object for this string.</summary>
    public PooledText Get(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        Span<byte> bytes = length <= 512 ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(text, bytes);
        return Get(bytes);
    }
}
