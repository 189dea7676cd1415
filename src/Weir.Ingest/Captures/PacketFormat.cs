namespace Weir.Ingest.Captures;

/// <summary>A capture file format: yields packets with time and link type.</summary>
internal abstract class PacketFormat
{
    /// <summary>Largest packet that is believed: far above any MTU, far below what a corrupt length would cost.</summary>
    public const int MaxPacketBytes = 1 << 20;

    /// <summary>Latest time that is believed, the end of the year 9999, in microseconds since the epoch.</summary>
    private const long LatestUs = 253_402_300_799_999_999;

    /// <summary>True once the file turned out to end inside a packet or block.</summary>
    public bool EndsTruncated { get; protected set; }

    /// <summary>Reads the next packet.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="CaptureFormatException">The file is corrupt at the cursor.</exception>
    public abstract bool TryRead(FileCursor file, out CapturedPacket packet);

    /// <summary>Keeps a time within what the rest of the program can show.</summary>
    protected static long ClampTime(Int128 timeUs) => (long)Int128.Clamp(timeUs, 0, LatestUs);
}
