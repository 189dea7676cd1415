using System.Buffers.Binary;

namespace Weir.Analytics.Flows.Plans;

/// <summary>A 128-bit hash of bytes: two multiply-and-fold lanes with different secrets (after Wang Yi's wyhash, public domain).</summary>
/// <remarks>Texts in flow keys are compared by it. The same in every process, so that a replay gives the same answer twice.</remarks>
internal static class TextHash
{
    private const ulong Secret0 = 0xa0761d6478bd642f;
    private const ulong Secret1 = 0xe7037ed1a0b428db;
    private const ulong Secret2 = 0x8ebc6af09c88c6e3;
    private const ulong Secret3 = 0x589965cc75374cc3;

    /// <summary>Hash of <paramref name="bytes"/>.</summary>
    public static UInt128 Of(ReadOnlySpan<byte> bytes)
    {
        ulong a = Secret0 ^ (ulong)bytes.Length;
        ulong b = Secret2;
        while (bytes.Length >= 16)
        {
            ulong first = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            ulong second = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
            a = Fold(first ^ Secret1, second ^ a);
            b = Fold(second ^ Secret3, first ^ b);
            bytes = bytes[16..];
        }

        Span<byte> tail = stackalloc byte[16];
        tail.Clear();
        bytes.CopyTo(tail);
        ulong left = BinaryPrimitives.ReadUInt64LittleEndian(tail);
        ulong right = BinaryPrimitives.ReadUInt64LittleEndian(tail[8..]);
        a = Fold(left ^ Secret1, right ^ a);
        b = Fold(right ^ Secret3, left ^ b);
        return new UInt128(Fold(a ^ Secret2, Secret1), Fold(b ^ Secret0, Secret3));
    }

    /// <summary>Mixes two words into one: the halves of their product folded together.</summary>
    public static ulong Fold(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }
}
