namespace Weir.Ingest.Captures;

/// <summary>An interface of a pcapng section: its link type and how its clock counts.</summary>
/// <param name="Link">What its packets begin with.</param>
/// <param name="SnapLength">Most bytes kept of a packet; <see cref="uint.MaxValue"/> when there is no limit.</param>
/// <param name="Resolution">Option if_tsresol: units of 10^-n seconds, or 2^-n when the top bit is set.</param>
/// <param name="OffsetSeconds">Option if_tsoffset: seconds to add.</param>
internal sealed record PcapngInterface(LinkType Link, uint SnapLength, byte Resolution, long OffsetSeconds)
{
    private const int FixedBytes = 8;
    private const int OptionHeaderBytes = 4;
    private const ushort OptionEnd = 0;
    private const ushort OptionResolution = 9;
    private const ushort OptionOffset = 14;
    private const byte Microseconds = 6;
    private const byte BinaryFlag = 0x80;
    private const int LargestPower = 38; // 10^38 is the largest power of ten below 2^127.

    /// <summary>Reads the body of an interface description block. Options that run past it end the list.</summary>
    public static PcapngInterface Read(ReadOnlySpan<byte> body, ByteOrder order)
    {
        if (body.Length < FixedBytes)
        {
            throw new CaptureFormatException($"a body of {body.Length} bytes is too short for an interface description");
        }

        LinkType link = (LinkType)order.U16(body);
        uint snapLength = order.U32(body[4..]);
        byte resolution = Microseconds;
        long offsetSeconds = 0;
        ReadOnlySpan<byte> options = body[FixedBytes..];
        while (options.Length >= OptionHeaderBytes)
        {
            ushort code = order.U16(options);
            int length = order.U16(options[2..]);
            options = options[OptionHeaderBytes..];
            if (code == OptionEnd || length > options.Length)
            {
                break;
            }

            if (code == OptionResolution && length >= 1)
            {
                resolution = options[0];
            }
            else if (code == OptionOffset && length >= 8)
            {
                offsetSeconds = order.S64(options);
            }

            options = options[Math.Min((length + 3) & ~3, options.Length)..];
        }

        return new PcapngInterface(link, snapLength == 0 ? uint.MaxValue : snapLength, resolution, offsetSeconds);
    }

    /// <summary>Converts a time stamp of this interface; the result may be far outside any calendar when the file is odd.</summary>
    public Int128 ToMicroseconds(ulong ticks) => (OffsetSeconds * (Int128)1_000_000) + SinceOffset(ticks);

    private Int128 SinceOffset(ulong ticks)
    {
        int exponent = Resolution & ~BinaryFlag;
        if ((Resolution & BinaryFlag) != 0)
        {
            // 2^64 ticks times 10^6 needs 84 bits, so a shift beyond that leaves nothing.
            return exponent > 100 ? 0 : ((Int128)ticks * 1_000_000) >> exponent;
        }

        int beyond = exponent - Microseconds;
        if (beyond <= 0)
        {
            return ticks * Power(-beyond);
        }

        return beyond > LargestPower ? 0 : ticks / Power(beyond);
    }

    private static Int128 Power(int exponent)
    {
        Int128 result = 1;
        for (int i = 0; i < exponent; i++)
        {
            result *= 10;
        }

        return result;
    }
}
