using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Weir.Web.Routing;

/// <summary>Who may call. Compares secrets in constant time, by their hashes, so that lengths do not show either.</summary>
internal sealed class Access
{
    private readonly byte[]? _basic;
    private readonly List<byte[]> _tokens = [];

    /// <summary>Takes the secrets from the settings.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="internalToken">Accepted besides: the server's own calls to itself.</param>
    public Access(WebOptions options, string internalToken)
    {
        IsOpen = !options.HasAuthentication;
        _basic = options.User is null ? null : Hash($"{options.User}:{options.Password}");
        _tokens.Add(Hash(internalToken));
        if (options.Token is not null)
        {
            _tokens.Add(Hash(options.Token));
        }
    }

    /// <summary>True when everybody may call.</summary>
    public bool IsOpen { get; }

    /// <summary>True when the Authorization header holds one of the secrets.</summary>
    public bool IsAllowed(string? authorization)
    {
        if (authorization is null)
        {
            return false;
        }

        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            byte[] given = Hash(authorization[7..].Trim());
            return _tokens.Any(t => CryptographicOperations.FixedTimeEquals(t, given));
        }

        return _basic is not null
            && authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)
            && TryDecode(authorization[6..].Trim(), out byte[] pair)
            && CryptographicOperations.FixedTimeEquals(_basic, SHA256.HashData(pair));
    }

    /// <summary>True for a change that a page of another site makes a browser send; a browser says so, other clients never do.</summary>
    /// <remarks>
    /// Bodies are read whatever their content type, so a browser would send such a POST without asking first.
    /// </remarks>
    public static bool IsCrossSite(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        {
            return false;
        }

        string site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is not ("same-origin" or "none");
        }

        string origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && (!Uri.TryCreate(origin, UriKind.Absolute, out Uri? from) || !from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    private static bool TryDecode(string base64, out byte[] bytes)
    {
        bytes = new byte[base64.Length];
        bool decoded = Convert.TryFromBase64String(base64, bytes, out int length);
        bytes = bytes[..length];
        return decoded;
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
