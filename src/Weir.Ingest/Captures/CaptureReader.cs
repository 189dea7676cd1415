using System.Buffers.Binary;
using Weir.Wire.SFlow;

namespace Weir.Ingest.Captures;

/// <summary>Reads the sFlow datagrams out of a pcap or pcapng file.</summary>
/// <remarks>
/// Understands Ethernet with VLAN tags, raw IP, Linux cooked and loopback captures, IPv4 and IPv6, and fragmented datagrams. What is
/// something else is counted and left out. A file that ends inside a packet ends there: <see cref="CaptureStatistics.EndsTruncated"/>.
/// Not thread safe.
/// </remarks>
public sealed class CaptureReader : IDisposable
{
    private readonly string _path;
    private readonly CaptureOptions _options;
    private readonly FileCursor _file;
    private readonly PacketFormat _format;
    private readonly FragmentTable _fragments;
    private long _packets;
    private long _datagrams;
    private long _bytes;
    private long _other;
    private long _cut;
    private long _unknownLink;

    /// <summary>Reads from a stream.</summary>
    /// <param name="stream">The capture; closed with the reader.</param>
    /// <param name="path">Name of it for messages.</param>
    /// <param name="options">Which datagrams to take.</param>
    /// <exception cref="IngestException">The stream does not begin as a capture does.</exception>
    public CaptureReader(Stream stream, string path, CaptureOptions options)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        _path = path;
        _options = options;
        _file = new FileCursor(stream);
        _fragments = new FragmentTable(options.MaxReassemblies);
        try
        {
            _format = Recognize();
        }
        catch (Exception e) when (e is CaptureFormatException or IOException)
        {
            _file.Dispose();
            throw Explain(e);
        }
    }

    /// <summary>Offset in the file of the next packet, in bytes.</summary>
    public long Offset => _file.Offset;

    /// <summary>Opens a file.</summary>
    /// <exception cref="IngestException">It cannot be opened, or is no capture.</exception>
    public static CaptureReader Open(string path, CaptureOptions options)
    {
        try
        {
            FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
            return new CaptureReader(stream, path, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            string reason = e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file"
                : Directory.Exists(path) ? "it is a folder"
                : e.Message;
            throw new IngestException($"Capture {path} cannot be opened: {reason}", e);
        }
    }

    /// <summary>Reads on to the next matching datagram.</summary>
    /// <param name="datagram">The datagram; valid until the next call.</param>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="IngestException">The file is corrupt; the message says at which offset and why.</exception>
    public bool TryRead(out CaptureDatagram datagram)
    {
        try
        {
            while (_format.TryRead(_file, out CapturedPacket packet))
            {
                _packets++;
                if (TryExtract(packet, out datagram))
                {
                    _datagrams++;
                    _bytes += datagram.Payload.Length;
                    return true;
                }
            }
        }
        catch (Exception e) when (e is CaptureFormatException or IOException)
        {
            throw Explain(e);
        }

        datagram = default;
        return false;
    }

    /// <summary>Totals so far.</summary>
    public CaptureStatistics Statistics() => new()
    {
        Packets = _packets,
        Datagrams = _datagrams,
        Bytes = _bytes,
        OtherPackets = _other,
        CutDatagrams = _cut,
        UnknownLinkPackets = _unknownLink,
        LostFragments = _fragments.Lost + _fragments.Waiting,
        EndsTruncated = _format.EndsTruncated,
    };

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private PacketFormat Recognize()
    {
        if (!_file.TryPeek(4, out ReadOnlySpan<byte> magic))
        {
            throw new CaptureFormatException("it is empty or has less than 4 bytes");
        }

        if (PcapFormat.Recognizes(magic))
        {
            return PcapFormat.Open(_file);
        }

        if (PcapngFormat.Recognizes(magic))
        {
            return new PcapngFormat();
        }

        bool packed = magic[0] == 0x1f && magic[1] == 0x8b;
        throw new CaptureFormatException(packed
            ? "it is compressed with gzip; unpack it first"
            : $"it is neither pcap nor pcapng (it begins with {Convert.ToHexStringLower(magic)})");
    }

    private bool TryExtract(CapturedPacket packet, out CaptureDatagram datagram)
    {
        datagram = default;
        if (!LinkLayer.IsKnown(packet.Link))
        {
            _unknownLink++;
            return false;
        }

        ReadOnlySpan<byte> network = LinkLayer.Strip(packet.Link, packet.Bytes);
        if (!IpLayer.TryFindUdp(network, out IpFragment fragment, out ReadOnlySpan<byte> udp))
        {
            _other++;
            return false;
        }

        if (fragment.IsPart && !_fragments.TryComplete(fragment, udp, out udp))
        {
            return false;
        }

        if (!IpLayer.TryReadUdp(udp, fragment.Source, out UdpView view) || !IsWanted(view))
        {
            _other++;
            return false;
        }

        _cut += view.IsCut ? 1 : 0;
        datagram = new CaptureDatagram
        {
            TimeUs = packet.TimeUs,
            Source = view.Source,
            SourcePort = view.SourcePort,
            DestinationPort = view.DestinationPort,
            Payload = view.Payload,
        };
        return true;
    }

    private bool IsWanted(UdpView view) => _options.AnyPort ? LooksLikeSFlow(view.Payload) : view.DestinationPort == _options.Port;

    // Version 5, or the old 2 and 4, followed by an address of a known type (sFlow v5, sample_datagram_type).
    private static bool LooksLikeSFlow(ReadOnlySpan<byte> payload) =>
        payload.Length >= 28
        && BinaryPrimitives.ReadUInt32BigEndian(payload) is Datagram.Version5 or 2 or 4
        && BinaryPrimitives.ReadUInt32BigEndian(payload[4..]) is 1 or 2;

    private IngestException Explain(Exception cause) => new($"Capture {_path} cannot be read at byte {_file.Offset}: {cause.Message}", cause);
}
