using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Weir.Scripting.Calls;

namespace Weir.Scripting.Network;

/// <summary>Sends values in Graphite's plaintext protocol over TCP: <c>name value seconds</c>, one a line.</summary>
internal sealed class GraphiteSender(ScriptOptions options, TimeProvider time)
{
    private const int Port = 2003;

    /// <summary>Sends the values of one call over one connection.</summary>
    /// <exception cref="CallException">The receiver cannot be reached.</exception>
    public void Send(string server, double? port, JsonElement metrics, CancellationToken cancel)
    {
        if (port is < 1 or > ushort.MaxValue)
        {
            throw new CallException(string.Create(CultureInfo.InvariantCulture, $"graphite: {port} is not a port"));
        }

        byte[] lines = Encoding.UTF8.GetBytes(Lines(CallArguments.AsTexts(metrics)));
        IPAddress address = AddressResolver.Resolve(server);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(options.HttpConnectTimeout);
        using Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using CancellationTokenRegistration expiry = limit.Token.Register(socket.Dispose);
        try
        {
            socket.Connect(new IPEndPoint(address, (int)(port ?? Port)));
            socket.Send(lines);
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw new CallException($"graphite {server}: {(limit.IsCancellationRequested ? "no connection in time" : e.Message)}");
        }
    }

    private string Lines(IReadOnlyDictionary<string, string> metrics)
    {
        long seconds = time.GetUtcNow().ToUnixTimeSeconds();
        StringBuilder lines = new();
        foreach ((string name, string value) in metrics)
        {
            lines.Append(CultureInfo.InvariantCulture, $"{name.Replace(' ', '_')} {value} {seconds}\n");
        }

        return lines.ToString();
    }
}
