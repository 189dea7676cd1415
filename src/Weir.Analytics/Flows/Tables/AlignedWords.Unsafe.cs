using System.Runtime.CompilerServices;

namespace Weir.Analytics.Flows.Tables;

/// <summary>Words that begin at a cache line and stay where they are, so that what is laid out in lines takes no more of them than it must.</summary>
/// <remarks>
/// Invariant: a structure read by <see cref="At"/> holds no references and lies whole inside the words: whoever lays them out sees to
/// it that a structure which begins inside ends inside. The first word is checked against the array's bounds. Earned by <c>weir bench</c>: docs/perf/cost-model.md.
/// </remarks>
internal readonly struct AlignedWords
{
    /// <summary>Words of a cache line.</summary>
    public const int LineWords = 8;

    private readonly ulong[] _words;
    private readonly int _first;

    /// <summary>Makes words of 0.</summary>
    /// <param name="count">How many.</param>
    public AlignedWords(int count)
    {
        _words = GC.AllocateArray<ulong>(count + LineWords, pinned: true);
        _first = FirstOnLine(_words);
    }

    /// <summary>The structure that begins at a word.</summary>
    /// <param name="word">Which word.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T At<T>(int word)
        where T : unmanaged => ref Unsafe.As<ulong, T>(ref _words[_first + word]);

    /// <summary>Some words.</summary>
    /// <param name="word">The first.</param>
    /// <param name="count">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<ulong> Span(int word, int count) => _words.AsSpan(_first + word, count);

    /// <summary>Asks for the line of a word to be brought into the cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prepare(int word) => Prefetch.Line(ref _words[_first + word]);

    private static unsafe int FirstOnLine(ulong[] pinned)
    {
        nuint address = (nuint)Unsafe.AsPointer(ref pinned[0]) / sizeof(ulong);
        return (int)((LineWords - (address % LineWords)) % LineWords);
    }
}
