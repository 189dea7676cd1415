using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Weir.Export.Settings;

namespace Weir.Export.Http;

/// <summary>The setting <c>tls</c> of a sink: <c>ca</c>, <c>cert</c>, <c>key</c> (PEM files) and <c>verify</c>.</summary>
/// <remarks>
/// With <c>ca</c> only certificates signed under that file are trusted, the system's own authorities are not. Without verification
/// anybody may pose as the receiver: that needs the word <c>verify: no</c>. The files are looked at again before each use and read anew when one of
/// them changed, for certificates that are renewed while Weir runs. New files that cannot be read, or do not fit each other yet, change nothing.
/// Safe from any thread.
/// </remarks>
public sealed class TlsSettings
{
    private readonly string? _ca;
    private readonly string? _cert;
    private readonly string? _key;
    private readonly bool _verify;
    private readonly Lock _gate = new();
    private Files _files;

    private TlsSettings(string? ca, string? cert, string? key, bool verify, Files files)
    {
        (_ca, _cert, _key, _verify) = (ca, cert, key, verify);
        _files = files;
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

        string? stamp = StampOf(ca, cert, key);
        Files files = new(
            ca is null ? null : TryRead(tls, "ca", () => ReadAuthorities(ca)),
            cert is null ? null : TryRead(tls, "cert", () => ReadCertificate(cert, key)),
            stamp);
        return new TlsSettings(ca, cert, key, tls.Flag("verify", true), files);
    }

    /// <summary>Reads the files again if one of them changed.</summary>
    /// <returns>True when there is something new: connections that were made before still have the old.</returns>
    public bool Refresh()
    {
        if (_ca is null && _cert is null)
        {
            return false;
        }

        lock (_gate)
        {
            // The stamp first: a file that changes while it is read is read again the next time.
            if (StampOf(_ca, _cert, _key) is not { } stamp || stamp == _files.Stamp)
            {
                return false;
            }

            try
            {
                _files = new Files(_ca is null ? null : ReadAuthorities(_ca), _cert is null ? null : ReadCertificate(_cert, _key), stamp);
                return true;
            }
            catch (Exception e) when (IsUnreadable(e))
            {
                // Half written, or a certificate whose key comes in a moment.
                return false;
            }
        }
    }

    /// <summary>Options for a connection, with the files as they are now.</summary>
    /// <param name="host">The receiver's name as its certificate must have it; null where the HTTP handler fills it in.</param>
    [SuppressMessage("Security", "CA5359:Do Not Disable Certificate Validation", Justification = "Only with the operator's explicit word: verify: no.")]
    public SslClientAuthenticationOptions CreateOptions(string? host)
    {
        Refresh();
        Files files;
        lock (_gate)
        {
            files = _files;
        }

        SslClientAuthenticationOptions options = new() { TargetHost = host, ClientCertificateContext = files.Certificate };
        if (!_verify)
        {
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        }
        else if (files.Authorities is { } authorities)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
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
        catch (Exception e) when (IsUnreadable(e))
        {
            tls.Refuse(name, $"cannot be read: {e.Message}");
            return null;
        }
    }

    private static bool IsUnreadable(Exception e) => e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;

    /// <summary>Times and lengths of the files, behind whatever links lead to them; null when one is not there.</summary>
    private static string? StampOf(params ReadOnlySpan<string?> paths)
    {
        StringBuilder stamp = new();
        foreach (string? path in paths)
        {
            try
            {
                if (path is not null)
                {
                    using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                    stamp.Append(CultureInfo.InvariantCulture, $"{File.GetLastWriteTimeUtc(file).Ticks}:{RandomAccess.GetLength(file)};");
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                return null;
            }
        }

        return stamp.ToString();
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

    /// <summary>What was read.</summary>
    private sealed record Files(X509Certificate2Collection? Authorities, SslStreamCertificateContext? Certificate, string? Stamp);
}
