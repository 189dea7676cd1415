using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Weir.Export.Settings;

namespace Weir.Export.Http;

/// <summary>The setting <c>tls</c> of a sink: <c>ca</c>, <c>cert</c>, <c>key</c> (PEM files) and <c>verify</c>.</summary>
/// <remarks>
/// With <c>ca</c> only certificates signed under that file are trusted, the system's own authorities are not. Without verification
/// anybody may pose as the receiver: that needs the word <c>verify: no</c>. The files are read once, when the sink is made.
/// </remarks>
public sealed class TlsSettings
{
    private readonly X509Certificate2Collection? _authorities;
    private readonly SslStreamCertificateContext? _certificate;
    private readonly bool _verify;

    private TlsSettings(X509Certificate2Collection? authorities, SslStreamCertificateContext? certificate, bool verify)
    {
        _authorities = authorities;
        _certificate = certificate;
        _verify = verify;
    }

    /// <summary>Reads the section; what is wrong with its files is added to the problems.</summary>
    /// <param name="tls">The section <c>tls</c> of the sink's settings.</param>
    public static TlsSettings Read(SinkSettings tls)
    {
        ArgumentNullException.ThrowIfNull(tls);
        string? ca = tls.TextOrNull("ca");
        string? cert = tls.TextOrNull("cert");
        string? key = tls.TextOrNull("key");
        if (key is not null && cert is null)
        {
            tls.Refuse("key", "needs cert beside it");
        }

        return new TlsSettings(
            ca is null ? null : TryRead(tls, "ca", () => ReadAuthorities(ca)),
            cert is null ? null : TryRead(tls, "cert", () => ReadCertificate(cert, key)),
            tls.Flag("verify", true));
    }

    /// <summary>Options for a connection.</summary>
    /// <param name="host">The receiver's name as its certificate must have it; null where the HTTP handler fills it in.</param>
    [SuppressMessage("Security", "CA5359:Do Not Disable Certificate Validation", Justification = "Only with the operator's explicit word: verify: no.")]
    public SslClientAuthenticationOptions CreateOptions(string? host)
    {
        SslClientAuthenticationOptions options = new() { TargetHost = host, ClientCertificateContext = _certificate };
        if (!_verify)
        {
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        }
        else if (_authorities is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(_authorities);
        }

        return options;
    }

    private static T? TryRead<T>(SinkSettings tls, string name, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            tls.Refuse(name, $"cannot be read: {e.Message}");
            return null;
        }
    }

    private static X509Certificate2Collection ReadAuthorities(string path)
    {
        X509Certificate2Collection found = [];
        found.ImportFromPemFile(path);
        return found.Count > 0 ? found : throw new CryptographicException($"no PEM certificate in {path}");
    }

    private static SslStreamCertificateContext ReadCertificate(string path, string? key)
    {
        X509Certificate2 leaf = X509Certificate2.CreateFromPemFile(path, key ?? path);
        X509Certificate2Collection all = [];
        all.ImportFromPemFile(path);
        return SslStreamCertificateContext.Create(leaf, [.. all.Where(c => c.Thumbprint != leaf.Thumbprint)], offline: true);
    }
}
