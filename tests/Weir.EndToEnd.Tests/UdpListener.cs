using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Weir.EndToEnd.Tests;

/// <summary>A UDP receiver on loopback, for syslog.</summary>
internal sealed class UdpListener : IDisposable
{
    private readonly UdpClient _client = new(new IPEndPoint(IPAddress.Loopback, 0));

    public int Port => ((IPEndPoint)_client.Client.LocalEndPoint!).Port;

    /// <summary>The next datagram as text.</summary>
    public async Task<string> ReceiveAsync()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        UdpReceiveResult result = await _client.ReceiveAsync(limit.Token);
        return Encoding.UTF8.GetString(result.Buffer);
    }

    public void Dispose() => _client.Dispose();
}
