using Weir.Testing.Receivers;
using Weir.Testing.Servers;

namespace Weir.Export.Tests.Sinks.RabbitMq;

/// <summary>One broker for all tests of a class, with TLS: it takes ten seconds to start.</summary>
public sealed class RabbitBroker : IAsyncLifetime
{
    private readonly TestCertificates _certificates = TestCertificates.Create();
    private RabbitServer? _server;

    /// <summary>Folder with the files of the broker's certificates and a client's.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("weir-tls-").FullName;

    /// <summary>The broker; the test is skipped where none is installed.</summary>
    public RabbitServer Server
    {
        get
        {
            Assert.SkipWhen(_server is null, "rabbitmq-server (Debian package of that name) is not installed");
            return _server;
        }
    }

    public async ValueTask InitializeAsync()
    {
        _certificates.WriteTo(Folder);
        if (RabbitServer.IsInstalled)
        {
            _server = await RabbitServer.StartAsync(_certificates, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _certificates.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
