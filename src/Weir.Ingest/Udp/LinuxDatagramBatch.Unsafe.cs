using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Weir.Wire;

namespace Weir.Ingest.Udp;

/// <summary>Receives up to 64 datagrams with one system call: Linux <c>recvmmsg(2)</c>, with the kernel's count of drops beside each.</summary>
/// <remarks>
/// Invariant: every address handed to the kernel points into an array of this object that is allocated pinned, so it neither moves nor
/// goes away while the object lives. The layouts are those of 64-bit Linux (glibc and musl agree on little-endian machines).
/// </remarks>
internal sealed unsafe partial class LinuxDatagramBatch : DatagramBatch
{
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int ReceiveTimeoutOption = 20; // SO_RCVTIMEO
    private const int QueueOverflowOption = 40; // SO_RXQ_OVFL
    private const int MemoryInfoOption = 55; // SO_MEMINFO
    private const int MemoryInfoDropsOffset = 8 * sizeof(uint); // SK_MEMINFO_DROPS
    private const int WaitForOne = 0x10000; // MSG_WAITFORONE
    private const int ErrorInterrupted = 4; // EINTR
    private const int ErrorAgain = 11; // EAGAIN: the receive timeout passed
    private const int NameBytes = 28; // sockaddr_in6
    private const int ControlBytes = 64;
    private const int ControlHeaderBytes = 16; // cmsghdr: length, level, type

    private readonly Socket _socket;
    private readonly bool _isV6;
    private readonly byte[] _memory = GC.AllocateUninitializedArray<byte>(MaxDatagrams * SlotBytes, pinned: true);
    private readonly byte[] _names = GC.AllocateArray<byte>(MaxDatagrams * NameBytes, pinned: true);
    private readonly byte[] _controls = GC.AllocateArray<byte>(MaxDatagrams * ControlBytes, pinned: true);
    private readonly IoVector[] _vectors = GC.AllocateArray<IoVector>(MaxDatagrams, pinned: true);
    private readonly Message[] _messages = GC.AllocateArray<Message>(MaxDatagrams, pinned: true);
    private readonly byte[] _memoryInfo = new byte[9 * sizeof(uint)];
    private int _used;
    private uint _lastDrops;
    private long _kernelDrops;

    public LinuxDatagramBatch(Socket socket)
    {
        _socket = socket;
        _isV6 = socket.AddressFamily == AddressFamily.InterNetworkV6;
        Span<long> timeout = [PollMs / 1000, PollMs % 1000 * 1000];
        socket.SetRawSocketOption(SocketLevel, ReceiveTimeoutOption, MemoryMarshal.AsBytes(timeout));
        socket.SetRawSocketOption(SocketLevel, QueueOverflowOption, BitConverter.GetBytes(1));
        for (int i = 0; i < MaxDatagrams; i++)
        {
            _vectors[i] = new IoVector { Base = AddressOf(_memory, i * SlotBytes), Length = SlotBytes };
            MessageHeader header = new()
            {
                Name = AddressOf(_names, i * NameBytes),
                Vectors = (nint)Unsafe.AsPointer(ref _vectors[i]),
                VectorCount = 1,
                Control = AddressOf(_controls, i * ControlBytes),
                Flags = 0,
            };
            _messages[i] = new Message { Header = header, Length = 0 };
        }

        _used = MaxDatagrams;
        RestFor(0); // The runtime binds a call when it is first made, and allocates for that.
    }

    /// <summary>True where the layouts and constants of this file hold.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && nint.Size == 8 && BitConverter.IsLittleEndian;

    public override long KernelDrops => _kernelDrops;

    public override int Receive()
    {
        // The kernel overwrites both lengths of every message that it filled.
        for (int i = 0; i < _used; i++)
        {
            _messages[i].Header.NameLength = NameBytes;
            _messages[i].Header.ControlLength = ControlBytes;
        }

        int count = ReceiveMany(_socket.SafeHandle, (nint)Unsafe.AsPointer(ref _messages[0]), MaxDatagrams, WaitForOne, 0);
        if (count > 0)
        {
            _used = count;
            ReadQueueOverflow(count - 1);
            return count;
        }

        int error = Marshal.GetLastPInvokeError();
        _used = 0;
        if (count < 0 && error is not (ErrorAgain or ErrorInterrupted))
        {
            throw new SocketException(error);
        }

        ReadMemoryInfo();
        return 0;
    }

    public override void Rest(int microseconds) => RestFor(microseconds);

    public override ReadOnlySpan<byte> Payload(int index) => _memory.AsSpan(index * SlotBytes, (int)_messages[index].Length);

    public override NetworkAddress Source(int index) => ReadAddress(_names.AsSpan(index * NameBytes, NameBytes), _isV6);

    // The kernel adds the message only once something was dropped. Its count is of 32 bits and wraps.
    private void ReadQueueOverflow(int index)
    {
        ReadOnlySpan<byte> control = _controls.AsSpan(index * ControlBytes, ControlBytes);
        bool present = _messages[index].Header.ControlLength >= ControlHeaderBytes + sizeof(uint)
            && BinaryPrimitives.ReadInt32LittleEndian(control[8..]) == SocketLevel
            && BinaryPrimitives.ReadInt32LittleEndian(control[12..]) == QueueOverflowOption;
        if (present)
        {
            AddDrops(BinaryPrimitives.ReadUInt32LittleEndian(control[ControlHeaderBytes..]));
        }
    }

    // SO_RXQ_OVFL says what was dropped before a datagram that did arrive; what was dropped at the end of a burst is asked for when idle.
    private void ReadMemoryInfo()
    {
        int length = _socket.GetRawSocketOption(SocketLevel, MemoryInfoOption, _memoryInfo);
        if (length >= MemoryInfoDropsOffset + sizeof(uint))
        {
            AddDrops(BinaryPrimitives.ReadUInt32LittleEndian(_memoryInfo.AsSpan(MemoryInfoDropsOffset)));
        }
    }

    private void AddDrops(uint total)
    {
        // A count read when idle is newer than the one stored beside a datagram: never go back.
        int change = unchecked((int)(total - _lastDrops));
        if (change > 0)
        {
            _kernelDrops += change;
            _lastDrops = total;
        }
    }

    private static void RestFor(int microseconds)
    {
        // A signal may end it early: then the rest was shorter, which is all the same.
        long* time = stackalloc long[] { 0, microseconds * 1_000 };
        _ = NanoSleep((nint)time, 0);
    }

    private static nint AddressOf(byte[] pinned, int offset) => (nint)Unsafe.AsPointer(ref pinned[offset]);

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    private static partial int ReceiveMany(SafeSocketHandle socket, nint messages, uint count, int flags, nint timeout);

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int NanoSleep(nint requested, nint remaining);

    /// <summary>struct iovec.</summary>
    private struct IoVector
    {
        public nint Base;
        public nint Length;
    }

    /// <summary>struct msghdr.</summary>
    private struct MessageHeader
    {
        public nint Name;
        public uint NameLength;
        public nint Vectors;
        public nint VectorCount;
        public nint Control;
        public nint ControlLength;
        public int Flags;
    }

    /// <summary>struct mmsghdr.</summary>
    private struct Message
    {
        public MessageHeader Header;
        public uint Length;
    }
}
