using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Weir.Wire.SFlow;
using Weir.Wire.SFlow.CounterRecords;

namespace Weir.Wire;

/// <summary>Items of structures with a fixed layout, by their offset, and the few items that <see cref="XdrWriter"/> does not know (RFC 4506).</summary>
/// <remarks>The caller has checked once that the whole structure is there: that is what makes fixed layouts cheap to read.</remarks>
internal static class XdrField
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint UInt32(ReadOnlySpan<byte> body, int offset) => BinaryPrimitives.ReadUInt32BigEndian(body[offset..]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Int32(ReadOnlySpan<byte> body, int offset) => BinaryPrimitives.ReadInt32BigEndian(body[offset..]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong UInt64(ReadOnlySpan<byte> body, int offset) => BinaryPrimitives.ReadUInt64BigEndian(body[offset..]);

    public static float Single(ReadOnlySpan<byte> body, int offset) => BinaryPrimitives.ReadSingleBigEndian(body[offset..]);

    public static MacAddress Mac(ReadOnlySpan<byte> body, int offset) => MacAddress.Read(body[offset..]);

    public static NetworkAddress Ip4(ReadOnlySpan<byte> body, int offset) => NetworkAddress.ReadV4(body[offset..]);

    public static NetworkAddress Ip6(ReadOnlySpan<byte> body, int offset) => NetworkAddress.ReadV6(body[offset..]);

    public static DataSource Source(ReadOnlySpan<byte> body, int offset) => new(UInt32(body, offset), UInt32(body, offset + 4));

    public static LacpPortState LacpState(ReadOnlySpan<byte> body, int offset) => LacpPortState.FromWord(UInt32(body, offset));

    public static void WriteIp4(ref XdrWriter writer, NetworkAddress address) => writer.WriteUInt32((uint)address.Low);

    public static void WriteIp6(ref XdrWriter writer, NetworkAddress address)
    {
        writer.WriteUInt64(address.High);
        writer.WriteUInt64(address.Low);
    }

    public static void WriteSource(ref XdrWriter writer, DataSource source)
    {
        writer.WriteUInt32(source.Class);
        writer.WriteUInt32(source.Index);
    }

    public static void WriteGuid(ref XdrWriter writer, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        writer.WriteFixed(bytes);
    }
}
