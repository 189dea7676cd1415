using Weir.Analytics.Flows.Plans;

namespace Weir.Analytics.Flows.Tables;

/// <summary>Hash of flow keys that who chooses the keys cannot foresee.</summary>
/// <remarks>
/// NH (Black, Halevi, Krawczyk, Krovetz, Rogaway: "UMAC", CRYPTO 1999): units are added to secrets and multiplied in pairs, so two keys of
/// one length get the same sum by chance of one in 2^32 at the most; then 32 bits of it by multiply-shift (Dietzfelbinger, Hagerup, Katajainen,
/// Penttonen, J. Algorithms 1997). Units are read as they were written: words, made of two units just stored, would have to wait for
/// both. Earned by <c>weir bench</c>: docs/perf/cost-model.md.
/// </remarks>
internal sealed class KeyHash
{
    private readonly uint[] _secrets;
    private readonly ulong _multiplier;

    /// <summary>Makes a hash.</summary>
    /// <param name="seed">Chooses it.</param>
    /// <param name="words">Words of the longest key.</param>
    public KeyHash(ulong seed, int words)
    {
        _secrets = new uint[words * 2];
        for (int i = 0; i < _secrets.Length; i++)
        {
            _secrets[i] = (uint)Next(ref seed);
        }

        _multiplier = Next(ref seed) | 1;
    }

    /// <summary>Hash of a key, see <see cref="KeyUnits"/>.</summary>
    public uint Of(ReadOnlySpan<ulong> key)
    {
        ReadOnlySpan<uint> units = KeyUnits.Over(key);
        ReadOnlySpan<uint> secrets = _secrets.AsSpan(0, units.Length);
        ulong sum = 0;
        for (int i = 0; i < units.Length - 1; i += 2)
        {
            sum += (ulong)(units[i] + secrets[i]) * (units[i + 1] + secrets[i + 1]);
        }

        return (uint)((sum * _multiplier) >> 32);
    }

    private static ulong Next(ref ulong seed)
    {
        seed += 0x9e3779b97f4a7c15;
        return TextHash.Fold(seed ^ 0xa0761d6478bd642f, seed ^ 0xe7037ed1a0b428db);
    }
}
