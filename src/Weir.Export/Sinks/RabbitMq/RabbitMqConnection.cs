using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using RabbitMQ.Client;

namespace Weir.Export.Sinks.RabbitMq;

/// <summary>How the broker is reached.</summary>
internal static class RabbitMqConnection
{
    /// <summary>A factory that recovers nothing by itself: after a fault the sink must know what was confirmed.</summary>
    public static ConnectionFactory Factory(RabbitMqOptions options)
    {
        ConnectionFactory factory = new()
        {
            Uri = options.Url,
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedConnectionTimeout = options.Timeout,
            ContinuationTimeout = options.Timeout,
            HandshakeContinuationTimeout = options.Timeout,
            RequestedHeartbeat = TimeSpan.FromSeconds(20),
        };
        if (options.User is { } user)
        {
            factory.UserName = user;
            factory.Password = options.Password ?? "";
        }

        if (options.Url.Scheme == "amqps")
        {
            factory.Ssl = Tls(options);
        }

        return factory;
    }

    private static SslOption Tls(RabbitMqOptions options)
    {
        SslClientAuthenticationOptions tls = options.Tls.CreateOptions(options.Url.Host);
        return new SslOption
        {
            Enabled = true,
            ServerName = options.Url.Host,
            Certs = tls.ClientCertificateContext is { } client ? [client.TargetCertificate] : null,
            CertificateValidationCallback = (sender, certificate, _, errors) =>
                tls.RemoteCertificateValidationCallback is { } accept ? accept(sender, certificate, null, errors) : IsTrusted(tls.CertificateChainPolicy, certificate, errors),
        };
    }

    // The client library knows no trust of one's own: the chain is built once more with it.
    private static bool IsTrusted(X509ChainPolicy? policy, X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (policy is null || certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return errors == SslPolicyErrors.None;
        }

        using X509Chain chain = new() { ChainPolicy = policy };
        using X509Certificate2 leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(leaf);
    }
}
