using System.Net;

namespace Weir.Ingest.Names;

/// <summary>Settings of the resolver.</summary>
public sealed record ReverseResolverOptions
{
    /// <summary>Servers to ask, tried in turn (property <c>dns.servers</c>).</summary>
    public required IReadOnlyList<IPEndPoint> Servers { get; init; }

    /// <summary>How long an answer is waited for. Default 1 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a question is sent before it is given up. Default 3.</summary>
    public int Tries { get; init; } = 3;

    /// <summary>Questions that may wait to be sent; further ones are dropped and counted. Default 4,096.</summary>
    public int QueueCapacity { get; init; } = 4_096;

    /// <summary>Questions under way at a time. Default 256.</summary>
    public int Outstanding { get; init; } = 256;

    /// <summary>How long an address without a name is not asked for again. Default 5 minutes.</summary>
    public TimeSpan NegativeLife { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Reads the property: addresses with or without a port, separated by commas.</summary>
    /// <param name="text">Value of <c>dns.servers</c>.</param>
    /// <param name="problem">What is wrong; null when nothing is.</param>
    public static IReadOnlyList<IPEndPoint> ParseServers(string text, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        const int NamePort = 53;
        List<IPEndPoint> servers = [];
        problem = null;
        foreach (string part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!part.StartsWith('[') && IPAddress.TryParse(part, out IPAddress? address))
            {
                servers.Add(new IPEndPoint(address, NamePort));
            }
            else if (IPEndPoint.TryParse(part, out IPEndPoint? server))
            {
                servers.Add(server.Port == 0 ? new IPEndPoint(server.Address, NamePort) : server);
            }
            else
            {
                problem = $"'{part}' is no IP address, nor one with a port such as 192.0.2.53:5353";
            }
        }

        return servers;
    }
}
