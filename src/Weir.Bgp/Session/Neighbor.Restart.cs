using System.Net.Sockets;
using Weir.Bgp.Addressing;
using Weir.Bgp.Messages;

namespace Weir.Bgp.Session;

/// <summary>
/// A neighbour that restarted so fast, or so quietly, that its old connection still counts as established (RFC 4724 section 4.2). Its new
/// connection is looked at, without taking anything from it, until it holds an OPEN; only then does it replace the old one. A connection that says
/// nothing, or that has lost a collision meanwhile, costs the session nothing.
/// </summary>
internal sealed partial class Neighbor
{
    private static readonly TimeSpan OpenPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OpenInterval = TimeSpan.FromMilliseconds(50);

    // Both sides dialling at once settle which connection stays within this time; no router restarts faster.
    private static readonly TimeSpan CollisionTime = TimeSpan.FromSeconds(1);

    // RFC 4724 section 8: only where the neighbour's capability named a family. One candidate at a time.
    private bool MayHaveRestarted => !_hasCandidate && _state.IsEstablished && _session is { PeerRestarts: not FamilySet.None }
        && _time.GetElapsedTime(_upAt) >= CollisionTime;

    private async Task AwaitOpenAsync(Socket socket, SessionParameters session)
    {
        await Task.Yield();
        bool hasOpened = await HasOpenedAsync(socket, session).ConfigureAwait(false);
        lock (_gate)
        {
            _hasCandidate = false;
            if (_dialStop.IsCancellationRequested)
            {
                socket.Dispose();
                return;
            }

            Take(socket, hasOpened ? SessionEventKind.Reopened : SessionEventKind.Accepted);
        }
    }

    private async Task<bool> HasOpenedAsync(Socket socket, SessionParameters session)
    {
        byte[] buffer = new byte[BgpHeader.MaxLength];
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(_dialStop.Token);
        limit.CancelAfter(OpenPatience);
        using PeriodicTimer timer = new(OpenInterval);
        try
        {
            while (true)
            {
                int length = await socket.ReceiveAsync(buffer.AsMemory(), SocketFlags.Peek, limit.Token).ConfigureAwait(false);
                FrameStatus status = BgpHeader.Read(buffer.AsSpan(0, length), out BgpHeader header, out _);
                if (length == 0 || status != FrameStatus.Incomplete)
                {
                    return header.Type == BgpMessageType.Open && IsOpenOf(buffer.AsSpan(0, length), header.Length, session);
                }

                await timer.WaitForNextTickAsync(limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }

    // A NOTIFICATION behind the OPEN is that of a connection which its own side has given up.
    private static bool IsOpenOf(ReadOnlySpan<byte> octets, int length, SessionParameters session)
    {
        bool isGivenUp = BgpHeader.Read(octets[length..], out BgpHeader next, out _) == FrameStatus.Complete && next.Type == BgpMessageType.Notification;
        return !isGivenUp && OpenMessage.TryRead(octets[BgpHeader.Size..length], out OpenMessage? open, out _) && open!.As == session.PeerAs;
    }
}
