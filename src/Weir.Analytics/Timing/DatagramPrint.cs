using System.Buffers.Binary;
using System.Numerics;

namespace Weir.Analytics.Timing;

/// <summary>A fingerprint of a datagram, to tell one that was received twice from another with the same number.</summary>
/// <remarks>
/// Made of the length and of five words: the head with sequence and uptime, three along the way, the end. Not of every byte: it is taken of
/// every datagram, and only compared among the few of one sub-agent that carry the same sequence number.
/// </remarks>
internal static class DatagramPrint
{
    // Version, agent_address (type, 4 or 16 bytes), sub_agent_id; then sequence_number and uptime (sFlow v5, sample_datagram_v5).
    private const int AddressTypeOffset = 7;
    private const int SequenceOffset4 = 16;
    private const int SequenceOffset6 = 28;
    private const int LeastLength = SequenceOffset6 + sizeof(ulong);

    /// <summary>Fingerprint of the bytes; never 0, except for a datagram too short to hold a sample.</summary>
    public static uint Of(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < LeastLength)
        {
            return 0;
        }

        int last = payload.Length - sizeof(ulong);
        int head = payload[AddressTypeOffset] == 2 ? SequenceOffset6 : SequenceOffset4;
        ulong print = Mix((ulong)payload.Length, Word(payload, head));
        for (int quarter = 1; quarter <= 4; quarter++)
        {
            print = Mix(print, Word(payload, last * quarter / 4));
        }

        return (uint)(print >> 32) | 1;
    }

    private static ulong Word(ReadOnlySpan<byte> payload, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(payload[offset..]);

    private static ulong Mix(ulong print, ulong word) => (BitOperations.RotateLeft(print, 23) ^ word) * 0x9e3779b97f4a7c15;
}
