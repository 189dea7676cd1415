using System.Net;
using System.Net.Sockets;
using Weir.Bgp.Addressing;
using Weir.Bgp.Capabilities;
using Weir.Bgp.Messages;

namespace Weir.Bgp.Tests.Session;

/// <summary>A neighbour that says exactly what a test tells it to, octet by octet.</summary>
internal sealed class ScriptedPeer : IDisposable
{
    public delegate void Writer(ref BgpWriter writer);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _filled;

    public static async Task<ScriptedPeer> ConnectAsync(string from, IPEndPoint to, int? receiveBuffer = null)
    {
        ScriptedPeer peer = new();
        if (receiveBuffer is int size)
        {
            peer._socket.ReceiveBufferSize = size;
        }

        peer._socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await peer._socket.ConnectAsync(to, TestContext.Current.CancellationToken);
        return peer;
    }

    /// <summary>Opens and confirms, so that the other side is established.</summary>
    public async Task OpenAsync(ushort holdSeconds, GracefulRestartCapability? restart = null)
    {
        await SendOpenAsync(holdSeconds, restart);
        await SendAsync(KeepaliveMessage.Write);
        Assert.Equal(BgpMessageType.Open, (await ReceiveAsync()).Type);
        Assert.Equal(BgpMessageType.Keepalive, (await ReceiveAsync()).Type);
    }

    public Task SendOpenAsync(ushort holdSeconds, GracefulRestartCapability? restart = null)
    {
        CapabilitySet capabilities = new() { HasMultiprotocol = true, Families = FamilySet.All, FourOctetAs = 65001, RouteRefresh = true, GracefulRestart = restart };
        return SendAsync((ref BgpWriter w) => new OpenMessage(65001, holdSeconds, 0x0A000002, capabilities).Write(ref w));
    }

    public async Task SendAsync(Writer write)
    {
        byte[] message = new byte[BgpHeader.MaxLength];
        int length = Fill(write, message);
        await _socket.SendAsync(message.AsMemory(0, length), TestContext.Current.CancellationToken);
    }

    /// <summary>Sends an UPDATE with this body.</summary>
    public Task SendUpdateAsync(string attributes, string nlri)
    {
        byte[] block = Bytes.Of(attributes);
        return SendAsync((ref BgpWriter w) =>
        {
            int start = BgpHeader.Begin(ref w, BgpMessageType.Update);
            w.WriteUInt16(0);
            w.WriteUInt16((ushort)block.Length);
            w.Write(block);
            w.Write(Bytes.Of(nlri));
            BgpHeader.Finish(ref w, start);
        });
    }

    /// <summary>The next message; type None when the connection was closed.</summary>
    public async Task<(BgpMessageType Type, byte[] Body)> ReceiveAsync()
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            if (BgpHeader.Read(_buffer.AsSpan(0, _filled), out BgpHeader header, out _) == FrameStatus.Complete)
            {
                byte[] body = _buffer[BgpHeader.Size..header.Length];
                _buffer.AsSpan(header.Length, _filled - header.Length).CopyTo(_buffer);
                _filled -= header.Length;
                return (header.Type, body);
            }

            int read = await _socket.ReceiveAsync(_buffer.AsMemory(_filled), limit.Token);
            if (read == 0)
            {
                return (BgpMessageType.None, []);
            }

            _filled += read;
        }
    }

    /// <summary>The first message of a type; fails when the connection ends before.</summary>
    public async Task<byte[]> ExpectAsync(BgpMessageType type)
    {
        while (true)
        {
            (BgpMessageType got, byte[] body) = await ReceiveAsync();
            Assert.NotEqual(BgpMessageType.None, got);
            if (got == type)
            {
                return body;
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private static int Fill(Writer write, byte[] message)
    {
        BgpWriter writer = new(message);
        write(ref writer);
        return writer.Position;
    }
}
