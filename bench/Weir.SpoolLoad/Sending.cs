using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Weir.Export.Events;

namespace Weir.SpoolLoad;

/// <summary>An application that logs over TCP, as RFC 3164 lines: connects again when it must, and never learns what became of a line.</summary>
internal static class Sending
{
    private const int LinesPerWrite = 50;

    public static async Task<int> RunAsync(LoadOptions options)
    {
        IPEndPoint to = new(IPAddress.Loopback, int.Parse(options.Target, NumberStyles.None, CultureInfo.InvariantCulture));
        using Pace pace = new(options.Rate);
        TcpClient? client = null;
        StringBuilder lines = new();
        long number = options.From;
        while (number < options.From + options.Events)
        {
            lines.Clear();
            int count = 0;
            for (; count < LinesPerWrite && number + count < options.From + options.Events; count++)
            {
                await pace.NextAsync();
                lines.Append("<132>Nov 22 03:15:00 host bench: ").Append(Encoding.UTF8.GetString(EventJson.ToBytes(LoadOptions.Event(number + count)))).Append('\n');
            }

            byte[] bytes = Encoding.UTF8.GetBytes(lines.ToString());
            client = await WriteAsync(client, to, bytes);
            number += count;
        }

        client?.Client.Shutdown(SocketShutdown.Send);
        client?.Dispose();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{number - options.From}"));
        return 0;
    }

    // Until the system takes the bytes; what it took before a connection broke is not sent again, for nothing tells what that was.
    private static async Task<TcpClient> WriteAsync(TcpClient? client, IPEndPoint to, byte[] bytes)
    {
        while (true)
        {
            try
            {
                if (client is null)
                {
                    client = new TcpClient();
                    await client.ConnectAsync(to);
                }

                await client.GetStream().WriteAsync(bytes);
                return client;
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                client?.Dispose();
                client = null;
                await Task.Delay(20);
            }
        }
    }
}
