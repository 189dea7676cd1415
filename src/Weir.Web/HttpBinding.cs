using System.Net;
using System.Net.Sockets;

namespace Weir.Web;

/// <summary>Where the HTTP side listens, and why there.</summary>
/// <param name="Addresses">Addresses to listen on; <see cref="IPAddress.IPv6Any"/> alone means every interface, both families.</param>
/// <param name="Port">TCP port; 0 for any free one.</param>
/// <param name="Reason">A clause for the log line.</param>
/// <remarks>
/// The rule: nothing listens beyond loopback without either authentication or an explicit word from the operator. Naming an
/// address with <c>http.hostname</c> is such a word.
/// </remarks>
public sealed record HttpBinding(IReadOnlyList<IPAddress> Addresses, int Port, string Reason)
{
    /// <summary>True when only this host can connect.</summary>
    public bool IsLoopbackOnly => Addresses.All(IPAddress.IsLoopback);

    /// <summary>Applies the rule to the settings.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="resolve">Turns a host name into addresses.</param>
    /// <exception cref="InvalidOperationException">The host name has no address; the message names property and value.</exception>
    public static HttpBinding Resolve(WebOptions options, Func<string, IPAddress[]> resolve)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(resolve);
        switch (options.Hostname)
        {
            case null or "" when options.HasAuthentication:
                return new HttpBinding([IPAddress.IPv6Any], options.Port, "every interface, because callers must authenticate");
            case null or "":
                return new HttpBinding(
                    Loopback(),
                    options.Port,
                    "loopback only, because neither http.hostname nor weir.http.user is set");
            case "*" or "+" or "0.0.0.0" or "::" or "[::]":
                return new HttpBinding([IPAddress.IPv6Any], options.Port, $"every interface, because http.hostname is {options.Hostname}{Openly(options)}");
            case "localhost":
                return new HttpBinding(Loopback(), options.Port, "loopback only, because http.hostname is localhost");
            default:
                IPAddress[] addresses = IPAddress.TryParse(options.Hostname, out IPAddress? address) ? [address] : Lookup(options.Hostname, resolve);
                string openly = addresses.All(IPAddress.IsLoopback) ? "" : Openly(options);
                return new HttpBinding(addresses, options.Port, $"as http.hostname={options.Hostname} says{openly}");
        }
    }

    private static string Openly(WebOptions options) => options.HasAuthentication ? "" : "; callers need no password, keep the port behind a firewall";

    private static IPAddress[] Loopback() => Socket.OSSupportsIPv6 ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Loopback];

    private static IPAddress[] Lookup(string name, Func<string, IPAddress[]> resolve)
    {
        IPAddress[] addresses;
        try
        {
            addresses = resolve(name);
        }
        catch (SocketException e)
        {
            throw new InvalidOperationException($"http.hostname: '{name}' has no address ({e.Message})", e);
        }

        return addresses.Length > 0 ? addresses : throw new InvalidOperationException($"http.hostname: '{name}' has no address");
    }
}
