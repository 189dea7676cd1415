using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Weir.Ingest.Tests.Names;

/// <summary>A DNS server on loopback that knows what a function tells it: the name of a reverse name, "" for no such name, null for silence.</summary>
internal sealed class NameServer : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Func<string, string?> _zone;
    private readonly Thread _thread;
    private long _questions;

    public NameServer(Func<string, string?> zone)
    {
        _zone = zone;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    public IPEndPoint Address => (IPEndPoint)_socket.LocalEndPoint!;

    public long Questions => Interlocked.Read(ref _questions);

    /// <summary>Sent before every true answer, with another identifier.</summary>
    public bool Forges { get; set; }

    public void Dispose()
    {
        _socket.Dispose();
        _thread.Join();
    }

    private static string ReadName(ReadOnlySpan<byte> question, out int end)
    {
        List<string> labels = [];
        end = 12;
        while (question[end] != 0)
        {
            labels.Add(Encoding.ASCII.GetString(question.Slice(end + 1, question[end])));
            end += question[end] + 1;
        }

        end += 5;
        return string.Join('.', labels);
    }

    private static byte[] Answer(ReadOnlySpan<byte> question, int end, string name)
    {
        byte[] answer = new byte[512];
        question[..end].CopyTo(answer);
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(2), name.Length == 0 ? (ushort)0x8183 : (ushort)0x8180);
        if (name.Length == 0)
        {
            return answer[..end];
        }

        // An alias first, as in delegations of less than a /24 (RFC 2317); then the pointer, its last label compressed.
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(6), 2);
        int at = end;
        at += Record(answer.AsSpan(at), 5, [1, (byte)'x', 0xc0, 12]);
        List<byte> target = [];
        string[] labels = name.Split('.');
        foreach (string label in labels)
        {
            target.Add((byte)label.Length);
            target.AddRange(Encoding.ASCII.GetBytes(label));
        }

        target.Add(0);
        at += Record(answer.AsSpan(at), 12, [.. target]);
        return answer[..at];
    }

    private static int Record(Span<byte> target, ushort type, byte[] data)
    {
        target[0] = 0xc0;
        target[1] = 12;
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], type);
        BinaryPrimitives.WriteUInt16BigEndian(target[4..], 1);
        BinaryPrimitives.WriteUInt32BigEndian(target[6..], 3600);
        BinaryPrimitives.WriteUInt16BigEndian(target[10..], (ushort)data.Length);
        data.CopyTo(target[12..]);
        return 12 + data.Length;
    }

    private void Serve()
    {
        byte[] buffer = new byte[512];
        EndPoint client = new IPEndPoint(IPAddress.Any, 0);
        while (true)
        {
            try
            {
                int length = _socket.ReceiveFrom(buffer, ref client);
                Interlocked.Increment(ref _questions);
                if (_zone(ReadName(buffer.AsSpan(0, length), out int end)) is { } name)
                {
                    byte[] answer = Answer(buffer, end, name);
                    if (Forges)
                    {
                        byte[] forged = Answer(buffer, end, "forged.example");
                        forged[0] ^= 0x55;
                        _socket.SendTo(forged, client);
                    }

                    _socket.SendTo(answer, client);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
