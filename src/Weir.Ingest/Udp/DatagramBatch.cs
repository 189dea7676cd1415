using System.Net.Sockets;
using Weir.Wire;

namespace Weir.Ingest.Udp;

/// <summary>The buffers of one receive loop and the call that fills them. Owned by the loop's thread; nothing is allocated after construction.</summary>
internal abstract class DatagramBatch
{
    /// <summary>Datagrams that one call can bring: more gains nothing, and the gate of the shard is held this long.</summary>
    public const int MaxDatagrams = 64;

    /// <summary>Longest wait for a datagram. It is also how coarsely engine time moves when nothing comes, and how long a stop takes.</summary>
    public const int PollMs = 100;

    // UDP cannot carry more, so nothing is ever cut. The odd part spreads the starts over the cache sets:
    // with buffers exactly 64 KiB apart all headers would compete for the same few lines.
    protected const int SlotBytes = 65_536 + (33 * 64);

    /// <summary>Chooses the fastest call that this system has.</summary>
    public static DatagramBatch For(Socket socket, bool portable) =>
        LinuxDatagramBatch.IsSupported && !portable ? new LinuxDatagramBatch(socket) : new PortableDatagramBatch(socket);

    /// <summary>Waits up to <see cref="PollMs"/> for datagrams and takes what is there.</summary>
    /// <returns>Number of datagrams; 0 when none came in time.</returns>
    /// <exception cref="SocketException">The call failed.</exception>
    public abstract int Receive();

    /// <summary>Lets the thread rest, as far as the system can rest that shortly; otherwise does nothing.</summary>
    /// <param name="microseconds">How long; below a second.</param>
    public virtual void Rest(int microseconds)
    {
    }

    /// <summary>Payload of a datagram of the last call.</summary>
    public abstract ReadOnlySpan<byte> Payload(int index);

    /// <summary>UDP source address of a datagram of the last call.</summary>
    public abstract NetworkAddress Source(int index);

    /// <summary>Datagrams that the kernel dropped at this socket so far, as of the last call.</summary>
    public abstract long KernelDrops { get; }

    /// <summary>Reads an address out of a Linux or Windows sockaddr; IPv4-mapped IPv6 becomes IPv4.</summary>
    protected static NetworkAddress ReadAddress(ReadOnlySpan<byte> address, bool isV6)
    {
        if (!isV6)
        {
            return NetworkAddress.ReadV4(address.Slice(4, 4));
        }

        NetworkAddress source = NetworkAddress.ReadV6(address.Slice(8, 16));
        return source.High == 0 && source.Low >> 32 == 0xffff ? NetworkAddress.FromV4((uint)source.Low) : source;
    }
}
