using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Load;

/// <summary>Connected UDP sockets that are used in turn; a batch goes out with one call where the system has <c>sendmmsg(2)</c>.</summary>
/// <remarks>Invariant: the datagrams and the arrays below are allocated pinned and outlive every call, so the addresses in them stay valid.</remarks>
internal sealed unsafe partial class SenderSockets : IDisposable
{
    private const int BatchMost = 64;
    private const int BufferBytes = 4 << 20;

    private static readonly bool HasSendMany = OperatingSystem.IsLinux() && nint.Size == 8;

    private readonly Socket[] _sockets;
    private readonly byte[] _memory;
    private readonly IoVector[] _vectors = GC.AllocateArray<IoVector>(BatchMost, pinned: true);
    private readonly Message[] _messages = GC.AllocateArray<Message>(BatchMost, pinned: true);
    private int _count;
    private int _turn;

    /// <summary>Opens the sockets.</summary>
    /// <param name="target">Where to send.</param>
    /// <param name="count">Number of sockets.</param>
    /// <param name="pinned">Memory that holds all datagrams.</param>
    public SenderSockets(IPEndPoint target, int count, byte[] pinned)
    {
        _memory = pinned;
        _sockets = new Socket[count];
        for (int i = 0; i < count; i++)
        {
            _sockets[i] = new Socket(target.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { SendBufferSize = BufferBytes };
            _sockets[i].Connect(target);
        }
    }

    /// <summary>Datagrams that could not be sent.</summary>
    public long Errors { get; private set; }

    /// <summary>Adds a datagram to the batch.</summary>
    public void Add(int offset, int length)
    {
        _vectors[_count] = new IoVector { Base = (nint)Unsafe.AsPointer(ref _memory[offset]), Length = length };
        _messages[_count] = new Message(new MessageHeader(0, 0, (nint)Unsafe.AsPointer(ref _vectors[_count]), 1, 0, 0, 0), 0);
        _count++;
    }

    /// <summary>Sends the batch through the next socket.</summary>
    public void Send()
    {
        Socket socket = _sockets[_turn];
        _turn = (_turn + 1) % _sockets.Length;
        int sent = 0;
        while (sent < _count)
        {
            int step = HasSendMany ? SendMany(socket.SafeHandle, (nint)Unsafe.AsPointer(ref _messages[sent]), (uint)(_count - sent), 0) : SendOne(socket, sent);
            if (step <= 0)
            {
                // Nobody listens yet, or the buffer is full: this one is lost, as on a real network.
                Errors++;
                step = 1;
            }

            sent += step;
        }

        _count = 0;
    }

    /// <summary>Closes the sockets.</summary>
    public void Dispose()
    {
        foreach (Socket socket in _sockets)
        {
            socket.Dispose();
        }
    }

    private int SendOne(Socket socket, int index)
    {
        IoVector vector = _vectors[index];
        socket.Send(new ReadOnlySpan<byte>((void*)vector.Base, (int)vector.Length), SocketFlags.None, out SocketError error);
        return error == SocketError.Success ? 1 : -1;
    }

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    private static partial int SendMany(SafeSocketHandle socket, nint messages, uint count, int flags);

    /// <summary>struct iovec.</summary>
    private struct IoVector
    {
        public nint Base;
        public nint Length;
    }

    /// <summary>struct msghdr.</summary>
    private readonly record struct MessageHeader(nint Name, uint NameLength, nint Vectors, nint VectorCount, nint Control, nint ControlLength, int Flags);

    /// <summary>struct mmsghdr.</summary>
    private readonly record struct Message(MessageHeader Header, uint Sent);
}
