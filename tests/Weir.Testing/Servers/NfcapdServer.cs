using System.Globalization;

namespace Weir.Testing.Servers;

/// <summary>nfdump's collector (Debian package nfdump), which takes IPFIX over UDP.</summary>
public sealed class NfcapdServer : IAsyncDisposable
{
    private readonly ServerProcess _process = new();

    private NfcapdServer(int port) => Port = port;

    /// <summary>Its UDP port on loopback.</summary>
    public int Port { get; }

    /// <summary>Starts it.</summary>
    public static async Task<NfcapdServer> StartAsync(CancellationToken cancel)
    {
        NfcapdServer server = new(ServerProcess.FreePorts(1)[0]);
        server._process.Start("nfcapd", ["-l", server._process.Folder, "-p", server.Port.ToString(CultureInfo.InvariantCulture), "-b", "127.0.0.1", "-t", "3600"]);

        // The kernel knows of the socket before the first datagram may come.
        string local = string.Create(CultureInfo.InvariantCulture, $":{server.Port:X4} ");
        await server._process.WhenReadyAsync(async () => (await File.ReadAllTextAsync("/proc/net/udp", cancel)).Contains(local, StringComparison.Ordinal), cancel);
        return server;
    }

    /// <summary>Ends it gently, which makes it write what it has, and gives its flows as lines of comma-separated fields, ordered.</summary>
    /// <param name="format">Fields as nfdump's <c>-o fmt:</c> takes them.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyList<string>> StopAndReadAsync(string format, CancellationToken cancel)
    {
        await _process.TerminateAsync(cancel);
        List<string> lines = [];
        foreach (string file in Directory.EnumerateFiles(_process.Folder, "nfcapd.*"))
        {
            string output = await ServerProcess.RunAsync("nfdump", ["-r", file, "-q", "-N", "-6", "-o", "fmt:" + format], cancel);
            lines.AddRange(output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => string.Concat(l.Where(c => c != ' '))));
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    /// <summary>What it said last.</summary>
    public string Tail => _process.Tail;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
