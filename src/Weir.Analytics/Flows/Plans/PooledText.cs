using System.Text;

namespace Weir.Analytics.Flows.Plans;

/// <summary>A text with its bytes and its 128-bit hash, made once and passed around by reference.</summary>
internal sealed class PooledText
{
    /// <summary>Makes it from UTF-8.</summary>
    public PooledText(ReadOnlySpan<byte> utf8)
        : this(utf8, TextHash.Of(utf8))
    {
    }

    /// <summary>Makes it from UTF-8 whose hash is known.</summary>
    public PooledText(ReadOnlySpan<byte> utf8, UInt128 hash)
    {
        Utf8 = utf8.ToArray();
        Value = Encoding.UTF8.GetString(utf8);
        High = (ulong)(hash >> 64);
        Low = (ulong)hash;
    }

    /// <summary>Makes it from a string.</summary>
    public PooledText(string value)
        : this(Encoding.UTF8.GetBytes(value))
    {
    }

    /// <summary>The text.</summary>
    public string Value { get; }

    /// <summary>The text as UTF-8.</summary>
    public byte[] Utf8 { get; }

    /// <summary>Upper half of the hash.</summary>
    public ulong High { get; }

    /// <summary>Lower half of the hash.</summary>
    public ulong Low { get; }
}
