using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Weir.Analytics.Flows.Tables;

/// <summary>Asks the processor to bring memory into the cache that will be needed soon. Does nothing on processors without the instruction.</summary>
/// <remarks>
/// Invariant: an address is only ever handed to the prefetch instruction, which reads nothing, writes nothing and never faults. So it may
/// be stale, because the collector moved the object meanwhile, or lie behind the object's end: then the hint is wasted, nothing else.
/// Earned by <c>weir bench</c>: docs/perf/cost-model.md.
/// </remarks>
internal static class Prefetch
{
    private const int LineBytes = 64;

    /// <summary>The line that holds a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Line<T>(ref readonly T place)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in place)));
        }
    }

    /// <summary>All lines of some bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Bytes(ReadOnlySpan<byte> bytes)
    {
        if (Sse.IsSupported)
        {
            byte* start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes));
            for (int at = 0; at < bytes.Length; at += LineBytes)
            {
                Sse.Prefetch0(start + at);
            }
        }
    }

    /// <summary>The first lines of an object.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Object(object target, int lines)
    {
        if (Sse.IsSupported)
        {
            byte* start = (byte*)Unsafe.AsPointer(ref Unsafe.As<StrongBox<byte>>(target).Value);
            for (int line = 0; line < lines; line++)
            {
                Sse.Prefetch0(start + (line * LineBytes));
            }
        }
    }
}
